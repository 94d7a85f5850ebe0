import { createWav, type FakeReply } from '@mediaconduit/testkit';

const SOUND = createWav();

/** What the service said about a film of four seconds, and about the sound it took out of it. */
export const SOUND_FACTS = {
  format: 'wav',
  duration: 4.017052,
  sizeBytes: 354_418,
  bitrate: 705_827,
  isImage: false,
  isEncrypted: false,
  audio: { codec: 'pcm_s16le', channels: 1, sampleRateHz: 44_100 },
  streams: [{ index: 0, type: 'audio', codec: 'pcm_s16le', bitrate: 705_600 }],
  tags: { encoder: 'Lavf59.27.100' },
};

export const OUTPUT = {
  url: '/outputs/924015fd-6785-4371-b396-e228bd26df85',
  fileName: 'video.wav',
  contentType: 'audio/wav',
  sizeBytes: SOUND.length,
  metadata: SOUND_FACTS,
};

const PROGRESS = { type: 'progress', phase: 'compute', message: 'Working', completed: 0, total: 100, unit: '%' };

/** The lines of an answer. */
export function lines(...values: readonly object[]): FakeReply {
  return {
    headers: { 'content-type': 'application/x-ndjson' },
    text: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
  };
}

export const RESULT = lines(
  PROGRESS,
  { ...PROGRESS, completed: 100, etaMs: 0 },
  { type: 'result', outputs: [OUTPUT], processingTimeMs: 206 },
);

export const BYTES: FakeReply = {
  headers: { 'content-type': 'audio/wav', 'content-length': String(SOUND.length) },
  bytes: SOUND,
};
