/** A kind of media of which there is a sample. */
export type SampleKind = 'image' | 'audio' | 'video' | '3d';

/** The smallest file of its kind, for tests and for what stands in for the work of a service. */
export interface Sample {
  readonly constant: string;
  readonly sentence: string;
  readonly type: string;
  readonly extension: string;
  readonly base64: string;
}

const base64Of = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

const WAV_HEADER =
  'RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00';

/** One sample for every kind of media that is a file. */
export const SAMPLES: Readonly<Record<SampleKind, Sample>> = {
  image: {
    constant: 'SAMPLE_IMAGE',
    sentence: 'A PNG of one pixel.',
    type: 'image/png',
    extension: 'png',
    base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  },
  audio: {
    constant: 'SAMPLE_AUDIO',
    sentence: 'A WAV of half a millisecond of silence.',
    type: 'audio/wav',
    extension: 'wav',
    base64: base64Of(`${WAV_HEADER}data\x08\x00\x00\x00${'\x00'.repeat(8)}`),
  },
  video: {
    constant: 'SAMPLE_VIDEO',
    sentence: 'An MP4 without pictures.',
    type: 'video/mp4',
    extension: 'mp4',
    base64: base64Of('\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41'),
  },
  '3d': {
    constant: 'SAMPLE_MODEL',
    sentence: 'An OBJ of one triangle.',
    type: 'model/obj',
    extension: 'obj',
    base64: base64Of('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'),
  },
};
