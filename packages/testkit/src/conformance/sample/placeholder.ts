import type { SampleKind } from './sample-bytes';

/** What stands for media in conformance.json: a file of the package, or one that is made. */
export type Placeholder =
  { readonly file: string } | { readonly sample: SampleKind; readonly seconds: number | undefined };

const KINDS: readonly unknown[] = ['image', 'audio', 'video', '3d'];

/** Reads `{ "file": "a.wav" }` and `{ "sample": "video", "seconds": 2 }`; `undefined` for anything else. */
export function placeholderIn(value: unknown): Placeholder | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { file, sample, seconds } = value as Readonly<Record<string, unknown>>;
  if (typeof file === 'string' && Object.keys(value).length === 1) return { file };
  if (!KINDS.includes(sample)) return undefined;
  return { sample: sample as SampleKind, seconds: typeof seconds === 'number' ? seconds : undefined };
}
