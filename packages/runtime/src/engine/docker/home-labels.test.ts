import { nameSafe } from './home-labels';

describe('nameSafe', () => {
  it('keeps long texts apart that begin alike', () => {
    const long = 'a-folder-with-a-name-that-somebody-made-of-whole-sentences';
    expect(nameSafe('Farm_cow one')).toBe('farm_cow-one');
    expect(nameSafe(`${long}-cow`)).not.toBe(nameSafe(`${long}-hen`));
    expect(nameSafe(`${long}-cow`)).toMatch(/^a-folder-with-a-name-that-someb-[0-9a-f]{8}$/);
  });
});
