import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FarWorld, providerFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => {
  world = await FarWorld.start();
  for (const name of ['calf', 'cow']) {
    await world.commit(name, providerFiles(name));
    await world.runtime().providers.getProvider(`github:o/${name}`);
  }
});
afterEach(() => world[Symbol.asyncDispose]());

describe('an update of all', () => {
  it('goes on after one that fails, which stays as it was', async () => {
    await rm(join(world.folder.path, 'mirror', 'o', 'calf.git'), { recursive: true });
    const commit = await world.commit('cow', providerFiles('cow', 'version: 2.0.0\n'));
    const before = (await world.lock()).providers;
    const told: string[] = [];
    const { packages } = world.runtime();
    const updated = await packages.update(undefined, { onUpdated: ({ identifier }) => told.push(identifier) });
    expect(updated).toMatchObject([
      { identifier: 'github:o/calf', problem: { code: 'MC_SOURCE_NOT_FOUND' } },
      { identifier: 'github:o/cow', from: { commit: expect.not.stringMatching(commit) }, to: { commit } },
    ]);
    expect(updated[0]?.to).toEqual(updated[0]?.from);
    expect(told).toEqual(['github:o/calf', 'github:o/cow']);
    expect((await world.lock()).providers['github:o/calf']).toEqual(before['github:o/calf']);
  });

  it('ends with its runtime, and with its signal', async () => {
    const runtime = world.runtime();
    const updating = runtime.packages.update();
    const refused = expect(updating).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await runtime.close();
    await refused;
    const ended = world.runtime().packages.update(undefined, { signal: AbortSignal.abort('enough') });
    await expect(ended).rejects.toBe('enough');
  });
});
