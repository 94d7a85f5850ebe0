import { readableSize } from './readable-size';

describe('readableSize', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [9_996, '10.0 kB'],
    [99_960, '100 kB'],
    [999_600, '1.00 MB'],
    [1_423_000_000, '1.42 GB'],
    [5e15, '5000 TB'],
  ])('shows %d as %s', (bytes, text) => {
    expect(readableSize(bytes)).toBe(text);
  });
});
