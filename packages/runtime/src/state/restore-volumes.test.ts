import { join } from 'node:path';
import type { VolumePlace } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { FakeVolumes, placeOf, volumeOf } from './__fixtures__/fake-volumes';
import { tarOf } from './__fixtures__/tar-of';
import { exportState } from './export-state';
import { restoreVolumes, type RestoreOptions } from './restore-volumes';

const { signal } = new AbortController();
const OLD = new Map([
  ['farm-cow/milk', Buffer.from('sour')],
  ['farm-hen/eggs', Buffer.from('old')],
]);
const TARGETS = new Map([
  ['volumes/cow/milk.tar', { place: placeOf('cow', 'milk'), replaces: 'farm-cow/milk' }],
  ['volumes/hen/eggs.tar', { place: placeOf('hen', 'eggs'), replaces: 'farm-hen/eggs' }],
]);
const DESCRIPTION = {
  formatVersion: 1,
  ...{ exportedAt: '2026-01-01T00:00:00.000Z', platform: 'linux', arch: 'x64' },
  mediaconduitVersion: '1.0.0',
  stack: { name: 'farm', configuration: 'services: {}\n', features: {} },
  services: [],
} as const;

describe('restoreVolumes in place of other data', () => {
  let folder: TemporaryFolder;
  let volumes: FakeVolumes;
  let file: string;
  let exported: Map<string, Buffer>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    file = join(folder.path, 'farm.tar');
    volumes = new FakeVolumes();
    volumes.contents.set('farm-cow/milk', await tarOf({ name: 'volume/jug', text: 'white' }));
    volumes.contents.set('farm-hen/eggs', await tarOf({ name: 'volume/', type: 'directory' }));
    exported = new Map(volumes.contents);
    const what = { data: volumes, volumes: [volumeOf('cow', 'milk'), volumeOf('hen', 'eggs')] };
    await exportState({ file, description: DESCRIPTION, signal, ...what });
    for (const [id, content] of OLD) volumes.contents.set(id, content);
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const restored = (more: Partial<RestoreOptions> = {}): Promise<readonly string[]> =>
    restoreVolumes({ file, volumes, targets: TARGETS, signal, ...more });

  /** Calls `before` at each writing, which fails when that throws. */
  const beforeWriting = (before: (place: VolumePlace) => void): void => {
    const write = volumes.write.bind(volumes);
    volumes.write = async (place, content) => {
      before(place);
      await write(place, content);
    };
  };

  const failOnce = (name: string): void => {
    let hasFailed = false;
    beforeWriting((place) => {
      if (place.name !== name || hasFailed) return;
      hasFailed = true;
      throw new TypeError('the disk is full');
    });
  };

  it('leaves nothing of what was there', async () => {
    await expect(restored()).resolves.toEqual([]);
    expect(volumes.contents).toEqual(exported);
  });

  it('succeeds although a copy cannot be removed, and names that one', async () => {
    const remove = volumes.remove.bind(volumes);
    volumes.remove = async (id) => {
      if (id === 'farm-cow/before-import.milk') throw new TypeError('no answer');
      await remove(id);
    };
    await expect(restored()).resolves.toEqual(['farm-cow/before-import.milk']);
    expect(volumes.contents).toEqual(new Map([...exported, ['farm-cow/before-import.milk', Buffer.from('sour')]]));
    await expect(restored()).rejects.toMatchObject({
      code: 'MC_VOLUME_IN_USE',
      message: expect.stringContaining('was killed or could not remove it'),
    });
  });

  it('leaves no copy of which the engine did not tell', async () => {
    const list = volumes.list.bind(volumes);
    let lists = 0;
    volumes.list = () => (++lists === 2 ? Promise.reject(new TypeError('no answer')) : list());
    await expect(restored()).rejects.toThrow('no answer');
    expect(volumes.contents).toEqual(OLD);
  });

  it.each(['eggs', 'milk', 'before-import.eggs'])('puts everything back when %s cannot be written', async (name) => {
    failOnce(name);
    await expect(restored()).rejects.toThrow('the disk is full');
    expect(volumes.contents).toEqual(OLD);
  });

  it('puts everything back when what comes after it fails', async () => {
    const finish = async (): Promise<void> => {
      for (const [id, content] of exported) expect(volumes.contents.get(id)).toEqual(content);
      throw new TypeError('no file');
    };
    await expect(restored({ finish })).rejects.toThrow('no file');
    expect(volumes.contents).toEqual(OLD);
  });

  it('puts everything back when it is cancelled', async () => {
    const abort = new AbortController();
    beforeWriting(({ name }) => name === 'eggs' && abort.abort(new TypeError('enough')));
    await expect(restored({ signal: abort.signal })).rejects.toThrow('enough');
    expect(volumes.contents).toEqual(OLD);
  });

  it.each([true, false])('loses nothing when removing fails and it is %p that the volume is gone', async (isGone) => {
    const remove = volumes.remove.bind(volumes);
    volumes.remove = async (id) => {
      if (id === 'farm-hen/eggs' && !isGone) throw new TypeError('no answer');
      await remove(id);
      if (id === 'farm-hen/eggs') throw new TypeError('no answer');
    };
    await expect(restored()).rejects.toThrow('no answer');
    expect(volumes.contents).toEqual(OLD);
  });

  it('keeps and names the copy of what cannot be put back', async () => {
    beforeWriting(({ name }) => {
      if (name === 'eggs') throw new TypeError('the engine is gone');
    });
    await expect(restored()).rejects.toMatchObject({
      code: 'MC_ENGINE_FAILED',
      message: expect.stringContaining('the engine is gone'),
      facts: { copies: ['farm-hen/before-import.eggs'] },
    });
    expect(volumes.contents).toEqual(
      new Map([
        ['farm-cow/milk', Buffer.from('sour')],
        ['farm-hen/before-import.eggs', Buffer.from('old')],
      ]),
    );
    await expect(restored()).rejects.toMatchObject({
      code: 'MC_VOLUME_IN_USE',
      message: expect.stringContaining('an earlier import'),
      hint: expect.stringContaining('docker volume rm farm-hen/before-import.eggs'),
    });
    expect(volumes.contents.get('farm-hen/before-import.eggs')).toEqual(Buffer.from('old'));
  });
});
