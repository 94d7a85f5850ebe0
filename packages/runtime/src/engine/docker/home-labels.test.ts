import fc from 'fast-check';
import { nameSafe } from './home-labels';

/** What the engine takes as a part of the path of an image; as a part of other names it takes more. */
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;

/** Mostly of separators, with ends of every length around the longest that is kept. */
const TEXTS = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'Z', '7', '_', '.', '-', ' ', 'ü'), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('a', '_'), minLength: 28, maxLength: 45 }),
  fc.string(),
);

describe('nameSafe', () => {
  it('keeps long texts apart that begin alike', () => {
    const long = 'a-folder-with-a-name-that-somebody-made-of-whole-sentences';
    expect(nameSafe('Farm_cow one')).toBe('farm_cow-one');
    expect(nameSafe(`${long}-cow`)).not.toBe(nameSafe(`${long}-hen`));
    expect(nameSafe(`${long}-cow`)).toMatch(/^a-folder-with-a-name-that-someb-[0-9a-f]{8}$/);
  });

  it('does not end with a separator where it cuts', () => {
    const id = 'customer-support-apps-1a2b3c4d_cowsay-service';
    expect(nameSafe(id)).toMatch(/^customer-support-apps-1a2b3c4d-[0-9a-f]{8}$/);
  });

  it.each(['data', 'my_data', 'my__data', 'a--b', 'v1.2'])('leaves %s as it is', (text) => {
    expect(nameSafe(text)).toBe(text);
  });

  it('keeps texts apart that differ in separators which the engine refuses', () => {
    const texts = ['data', '_data', 'data_', '-data', 'da-ta', 'da_-ta', 'da._ta', 'da___ta', '_', '__', ''];
    expect(new Set(texts.map(nameSafe)).size).toBe(texts.length);
  });

  it('answers what is valid in the name of a container, a volume and an image, and not long', () => {
    fc.assert(
      fc.property(TEXTS, (text) => {
        const name = nameSafe(text);
        expect(name).toMatch(PATH_COMPONENT);
        expect(name.length).toBeLessThanOrEqual(40);
      }),
      { numRuns: 1000 },
    );
  });
});
