import { isMedia, type BinaryMedia, type MediaKind } from '@mediaconduit/sdk';
import { inspect } from 'node:util';
import type { MediaFacts } from '../measure/media-facts';
import { measureMedia } from '../measure/measure-media';
import { Comparison, type MatcherResult } from './comparison';
import type { AudioExpectation, ImageExpectation, Model3DExpectation, VideoExpectation } from './expectations';

type BinaryKind = 'audio' | 'image' | 'video' | '3d';

const WORDS: Readonly<Record<MediaFacts['kind'] | MediaKind, string>> = {
  audio: 'an audio',
  image: 'a picture',
  video: 'a film',
  '3d': 'a 3D scene',
  text: 'a text',
  embedding: 'an embedding',
  json: 'JSON',
  unknown: 'something that nobody recognises',
};
const TOLERANCE_SECONDS = 0.1;
const TIME = ['durationSeconds', 'toleranceSeconds'];

/** Measures the bytes of an `Audio`, or bytes: `await expect(audio).toBeAudio({ format: 'wav', durationSeconds: 2 })`. */
export function toBeAudio(received: unknown, expected: AudioExpectation = {}): Promise<MatcherResult> {
  const names = ['format', ...TIME, 'sampleRateHz', 'channels'];
  return match(received, 'audio', new Comparison('toBeAudio', expected, names), (comparison, facts) => {
    compareFormat(comparison, facts, expected.format);
    compareTime(comparison, facts, expected);
    comparison
      .same('sampleRateHz', facts.sampleRateHz, expected.sampleRateHz)
      .same('channels', facts.channels, expected.channels);
  });
}

/** Measures the bytes of an `Image`, or bytes. */
export function toBeImage(received: unknown, expected: ImageExpectation = {}): Promise<MatcherResult> {
  const names = ['format', 'width', 'height'];
  return match(received, 'image', new Comparison('toBeImage', expected, names), (comparison, facts) => {
    compareFormat(comparison, facts, expected.format);
    compareSize(comparison, facts, expected);
  });
}

/** Measures the bytes of a `Video`, or bytes. */
export function toBeVideo(received: unknown, expected: VideoExpectation = {}): Promise<MatcherResult> {
  const names = ['format', ...TIME, 'width', 'height', 'hasSound'];
  return match(received, 'video', new Comparison('toBeVideo', expected, names), (comparison, facts) => {
    compareFormat(comparison, facts, expected.format);
    compareSize(comparison, facts, expected);
    compareTime(comparison, facts, expected);
    comparison.same('hasSound', facts.hasSound, expected.hasSound);
  });
}

/** Measures the bytes of a `Model3D`, or bytes. */
export function toBeModel3D(received: unknown, expected: Model3DExpectation = {}): Promise<MatcherResult> {
  return match(received, '3d', new Comparison('toBeModel3D', expected, ['format', 'meshes']), (comparison, facts) => {
    compareFormat(comparison, facts, expected.format);
    comparison.same('meshes', facts.meshes, expected.meshes);
  });
}

/** Compares what is of the kind; of anything else it is enough to say so. */
async function match(
  received: unknown,
  kind: BinaryKind,
  comparison: Comparison,
  compare: (comparison: Comparison, facts: MediaFacts) => void,
): Promise<MatcherResult> {
  const bytes = await bytesOf(received);
  if (!bytes) return comparison.differs(`${inspect(received, { depth: 0 })} is no media value with bytes`).toResult();
  const facts = await measureMedia(bytes);
  comparison.found(`It is ${describeFacts(facts)}.`);
  const own = isMedia(received) ? received.kind : kind;
  if (own !== kind) comparison.differs(`the media value says that it is ${WORDS[own]}, not ${WORDS[kind]}`);
  if (facts.kind !== kind) comparison.differs(`the bytes are ${WORDS[facts.kind]}, not ${WORDS[kind]}`);
  else compare(comparison, facts);
  return comparison.toResult();
}

async function bytesOf(received: unknown): Promise<Uint8Array | undefined> {
  if (received instanceof Uint8Array) return received;
  return isMedia(received) && 'bytes' in received ? (received as BinaryMedia).bytes() : undefined;
}

function compareFormat(comparison: Comparison, { format, kind, mimeType }: MediaFacts, expected?: string): void {
  const wanted = expected === 'jpeg' ? 'jpg' : expected;
  const isContainer = mimeType === `${kind}/${wanted}`; // opus in Ogg is an ogg too
  if (!isContainer) comparison.same('format', format, wanted);
}

function compareSize(comparison: Comparison, facts: MediaFacts, { height, width }: ImageExpectation): void {
  comparison.same('width', facts.width, width).same('height', facts.height, height);
}

function compareTime(comparison: Comparison, facts: MediaFacts, expected: AudioExpectation): void {
  const { durationSeconds, toleranceSeconds = TOLERANCE_SECONDS } = expected;
  comparison.near('durationSeconds', facts.durationSeconds, durationSeconds, toleranceSeconds);
}

function describeFacts({ kind, ...facts }: MediaFacts): string {
  const { channels, durationSeconds, format, hasSound, height, mimeType, sampleRateHz, sizeBytes, width } = facts;
  const parts = [
    `${format || 'no format'} (${mimeType})`,
    width === undefined ? [] : `${width} × ${height} pixels`,
    durationSeconds === undefined ? [] : `${Number(durationSeconds.toFixed(3))} s`,
    sampleRateHz === undefined ? [] : `${sampleRateHz} Hz, ${channels} ${channels === 1 ? 'channel' : 'channels'}`,
    hasSound === false ? 'no sound' : [],
    `${sizeBytes} bytes`,
  ];
  return `${WORDS[kind]}: ${parts.flat().join(', ')}`;
}
