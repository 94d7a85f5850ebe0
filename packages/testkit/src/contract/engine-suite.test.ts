import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { engineSuite, type SuitePlace, type SuiteRunner } from './engine-suite';

const opened: SuitePlace[] = [];
const log: string[] = [];
const folders: string[] = [];

class FakeRuntime implements AsyncDisposable {
  constructor(readonly place: SuitePlace) {
    opened.push(place);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    log.push(`disposed, home ${existsSync(this.place.home) ? 'there' : 'gone'}`);
  }
}

engineSuite(
  { describe, it, beforeAll, afterAll },
  { name: 'test-provider', engine: 'process', open: (place) => new FakeRuntime(place) },
  (behaviour) => {
    behaviour('opens one runtime, with an engine and a home of its own', async ({ engine, home, runtime, folder }) => {
      folders.push(folder.path);
      expect([engine, existsSync(home), runtime.place]).toEqual(['process', true, { engine, home }]);
    });

    behaviour('has it for the next one too, with another folder', async ({ folder }) => {
      expect([opened.length, folders.includes(folder.path), existsSync(folder.path)]).toEqual([1, false, true]);
      folders.push(folder.path);
    });
  },
);

describe('engineSuite', () => {
  it('leaves nothing of the suite before', () => {
    const home = opened[0]?.home ?? '';
    expect([log, [home, ...folders].map((folder) => existsSync(folder))]).toEqual([
      ['disposed, home there'],
      [false, false, false],
    ]);
  });

  it('removes the home also when the runtime cannot be closed, and when none was opened', async () => {
    const bodies: Record<string, () => Promise<void>> = {};
    const keep = (name: string) => (body: () => Promise<void>) => void (bodies[name] = body);
    const runner: SuiteRunner = {
      describe: (_title, body) => body(),
      it: (_title, body) => keep('it')(body),
      beforeAll: keep('before'),
      afterAll: keep('after'),
    };
    let home = '';
    const broken = { [Symbol.asyncDispose]: () => Promise.reject(new RangeError('stuck')) };
    const open = (place: SuitePlace): AsyncDisposable => {
      home = place.home;
      return broken;
    };
    engineSuite(runner, { name: 'x', engine: 'docker', open }, (behaviour) => behaviour('y', async () => undefined));
    await bodies['after']?.();
    await expect(bodies['it']?.()).rejects.toMatchObject({ code: 'MC_INTERNAL' });
    await bodies['before']?.();
    await bodies['it']?.();
    await expect(bodies['after']?.()).rejects.toThrow('stuck');
    expect([home === '', existsSync(home)]).toEqual([false, false]);
  });

  it('takes the functions of node:test too', () => {
    const runner = { describe, it, beforeAll: before, afterAll: after } satisfies SuiteRunner;
    expect(Object.keys(runner)).toHaveLength(4);
  });
});
