import { parseByteSize } from './byte-size';

describe('parseByteSize', () => {
  it.each([
    ['0', 0],
    ['17179869184', 17_179_869_184],
    ['512m', 536_870_912],
    ['4GB', 4_294_967_296],
    ['4GiB', 4_294_967_296],
    ['1.5 k', 1_536],
    ['2TiB', 2_199_023_255_552],
    ['64b', 64],
  ])('reads %s as %i bytes', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it.each(['', 'm', '-1', '1e3', '4 GB free', '4PB', '99999999TiB', '1,5g'])('takes %j for no size', (text) => {
    expect(parseByteSize(text)).toBeUndefined();
  });
});
