import { readableSize } from '../readable-size';

const BINARY = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
] as const;

/** A limit as whoever has set it has written it: `16 GiB`, else as other sizes: `1.50 GB`. */
export function sizeWords(bytes: number): string {
  const [unit, size] = BINARY.find(([, one]) => bytes >= one && bytes % one === 0) ?? [];
  return size === undefined ? readableSize(bytes) : `${bytes / size} ${unit}`;
}
