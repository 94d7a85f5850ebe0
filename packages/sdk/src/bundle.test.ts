import { join } from 'node:path';
import { Readable } from 'node:stream';
import type * as Sdk from '.';

const BUNDLE = join(__dirname, '../dist/bundle');

const isClass = (value: unknown): boolean => typeof value === 'function' && String(value).startsWith('class');

/** What the stack of an error says was running, from where it was thrown. */
function placesOf(error: unknown): string[] {
  const { stack = '' } = error as Error;
  return [...stack.matchAll(/^ +at (?:async )?(.+) \(.*modules\.js:/gm)].map(([, place = '']) => place);
}

async function thrownBy(call: () => unknown): Promise<Sdk.MediaConduitError> {
  try {
    await call();
  } catch (thrown) {
    return thrown as Sdk.MediaConduitError;
  }
  throw new Error('nothing was thrown');
}

describe('the published SDK', () => {
  it.each(['index.js', 'manifest/index.js'])('calls the classes of %s by the names they are exported by', (entry) => {
    const exported = Object.entries(jest.requireActual<Record<string, unknown>>(join(BUNDLE, entry)));
    const classes = exported.filter(([, value]) => isClass(value));
    expect(classes).not.toEqual([]);
    for (const [name, value] of classes) expect(value).toHaveProperty('name', name);
  });

  describe('in the stack of an error', () => {
    const sdk = jest.requireActual<typeof Sdk>(join(BUNDLE, 'index.js'));

    it('names functions and the class of the error', async () => {
      const error = await thrownBy(() => sdk.textOf({}));
      expect(error.stack).toMatch(/^MediaConduitError: /);
      expect(error.constructor.name).toBe('MediaConduitError');
      expect(placesOf(error)).toEqual(['refuse', 'find', 'Object.textOf']);
    });

    it('names classes and their methods, also private ones', async () => {
      const image = sdk.Image.fromStream(Readable.from([]));
      image.stream().destroy();
      expect(placesOf(await thrownBy(() => image.stream()))).toEqual([
        expect.stringMatching(/#throwIfConsumed$/),
        'StreamSource.open',
        'Image.stream',
      ]);
    });

    it('names functions that are called by a variable', async () => {
      class SilentModel extends sdk.StreamingModel<'text-to-text', string> {
        protected parseInput = (): string => '';
        protected runStream = undefined as never;
      }
      const model = new SilentModel({ id: 'silent', name: 'Silent', capabilities: ['text-to-text'] });
      const places = placesOf(await thrownBy(() => model.stream('moo')));
      expect(places.slice(0, 2)).toEqual(['requireMethod', 'open']);
    });
  });
});
