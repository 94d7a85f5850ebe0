import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import fc from 'fast-check';
import { FakeVolumes, placeOf, volumeOf } from './__fixtures__/fake-volumes';
import { tarOf, type TarEntry } from './__fixtures__/tar-of';
import { exportState } from './export-state';
import { restoreVolumes } from './restore-volumes';
import { checksumsText, readState, volumeContents } from './state-reader';

const { signal } = new AbortController();
const RUNS = process.env['TORTURE'] ? 2000 : 60;

const DESCRIPTION = {
  formatVersion: 1,
  ...{ exportedAt: '2026-01-01T00:00:00.000Z', platform: 'linux', arch: 'x64' },
  mediaconduitVersion: '1.0.0',
  stack: { name: 'farm', configuration: 'services: {}\n', features: { wool: true } },
  services: [{ name: 'cow', state: 'ready', engine: 'docker', wanted: true }],
} as const;

let folder: TemporaryFolder;
let volumes: FakeVolumes;
let file: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'farm.tar');
  volumes = new FakeVolumes();
  volumes.contents.set('farm-cow/milk', await tarOf({ name: 'volume/jug', text: 'white'.repeat(1000) }));
  volumes.contents.set('farm-hen/eggs', await tarOf({ name: 'volume/', type: 'directory' }));
});
afterEach(() => folder[Symbol.asyncDispose]());

const written = (data: FakeVolumes | undefined = volumes) =>
  exportState({
    ...{ file, description: DESCRIPTION, data, signal },
    volumes: [volumeOf('cow', 'milk', 5000), volumeOf('hen', 'eggs')],
  });

describe('exportState', () => {
  it('writes what readState reads, with the data of volumes, for its owner only', async () => {
    const said = await written();
    expect(said.volumes).toEqual([
      { service: 'cow', name: 'milk', entry: 'volumes/cow/milk.tar', sizeBytes: 5000 },
      { service: 'hen', name: 'eggs', entry: 'volumes/hen/eggs.tar' },
    ]);
    expect(await readState(file, signal)).toEqual(said);
    const found = new Map<string, Buffer>();
    for await (const entry of volumeContents(file, signal)) found.set(entry.header.name, await buffer(entry));
    expect(found.get('volumes/cow/milk.tar')?.equals(volumes.contents.get('farm-cow/milk') ?? Buffer.of())).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['farm.tar']);
  });

  it('names volumes only without data', async () => {
    const { volumes: named } = await exportState({
      ...{ file, description: DESCRIPTION, signal, volumes: [volumeOf('cow', 'milk', 5000)] },
    });
    expect(named).toEqual([{ service: 'cow', name: 'milk', sizeBytes: 5000 }]);
    expect((await readState(file, signal)).volumes).toEqual(named);
  });

  it('leaves an older file as it was, and nothing else, when it fails', async () => {
    await writeFile(file, 'old');
    volumes.read = async function* () {
      yield Buffer.from('half');
      throw new TypeError('the engine is gone');
    };
    await expect(written()).rejects.toThrow('the engine is gone');
    expect([await readFile(file, 'utf8'), await readdir(folder.path)]).toEqual(['old', ['farm.tar']]);
    file = join(folder.path, 'none', 'farm.tar');
    await expect(written()).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
  });
});

describe('readState', () => {
  const refused = async (...entries: TarEntry[]): Promise<string> => {
    await writeFile(file, await tarOf(...entries));
    const error: unknown = await readState(file, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MC_STATE_INVALID', facts: { file } });
    return (error as Error).message;
  };
  const described = (more: object) => ({
    name: 'state.json',
    text: JSON.stringify({ ...DESCRIPTION, volumes: [], ...more }),
  });
  const MILK = { service: 'cow', name: 'milk', entry: 'volumes/cow/milk.tar' };
  const SUMS = { name: 'checksums.json', text: checksumsText({}) };

  it('refuses a file that is cut off or changed anywhere', async () => {
    await written();
    const whole = await readFile(file);
    const end = whole.length - 1024; // zeros, of which no reader needs any
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: end - 1 }), fc.boolean(), async (at, isCut) => {
        const changed = isCut ? whole.subarray(0, at) : Buffer.from(whole);
        if (!isCut) changed[at] = (changed[at] ?? 0) ^ 0x55;
        await writeFile(file, changed);
        const result = await readState(file, signal).catch((error: unknown) => error);
        if (isCut) expect(result).toMatchObject({ code: 'MC_STATE_INVALID' });
        else expect(result instanceof Error ? result : { code: 'read' }).toHaveProperty('code');
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('notices data that was changed', async () => {
    await written();
    const whole = await readFile(file);
    whole[whole.indexOf('whitewhite')] = 0x57;
    await writeFile(file, whole);
    await expect(readState(file, signal)).rejects.toMatchObject({
      message: expect.stringContaining('its data is damaged'),
    });
  });

  it('refuses a newer format, and says who wrote it', async () => {
    expect(await refused(described({ formatVersion: 2, mediaconduitVersion: '9.1.0' }), SUMS)).toContain(
      'its format 2 of MediaConduit 9.1.0 is newer than 1',
    );
  });

  it.each<[string, object, string]>([
    ['no format', { formatVersion: undefined }, 'does not say its format'],
    ['no stack', { stack: undefined }, 'damaged'],
    ['no text', { platform: 7 }, 'a text is missing'],
    ['no list', { services: 'cow' }, 'a list is missing'],
    ['an odd feature', { stack: { ...DESCRIPTION.stack, features: { wool: 'yes' } } }, 'neither on nor off'],
    ['a service that is a path', { services: [{ name: '../cow' }] }, 'is no name'],
    ['a volume that is a path', { volumes: [{ service: 'cow', name: '..' }] }, 'is no name'],
    ['an entry elsewhere', { volumes: [{ ...MILK, entry: 'volumes/cow/../../x' }] }, 'is the place of no volume'],
    ['a volume that is missing', { volumes: [MILK] }, 'the data of cow/milk is missing'],
  ])('refuses a description with %s', async (_, more, said) => {
    expect(await refused(described(more), SUMS)).toContain(said);
  });

  it('refuses what does not belong into it', async () => {
    expect(await refused({ name: 'other.json', text: '{}' })).toContain('"other.json" does not belong');
    expect(await refused({ name: 'state.json', text: 'no json' })).toContain('damaged');
    expect(await refused(described({}), { name: '../evil', text: 'x' }, SUMS)).toContain('"../evil" does not belong');
    const link = { name: MILK.entry, type: 'symlink', linkname: '/etc/passwd' } as const;
    expect(await refused(described({ volumes: [MILK] }), link, SUMS)).toContain('does not belong');
    expect(await refused(described({}))).toContain('it ends too early');
    expect(await refused(described({}), SUMS, SUMS)).toContain('does not belong');
    await writeFile(file, 'no tar');
    await expect(readState(file, signal)).rejects.toMatchObject({ code: 'MC_STATE_INVALID' });
    await expect(readState(join(folder.path, 'none'), signal)).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
    await written();
    await expect(readState(file, AbortSignal.abort(new TypeError('enough')))).rejects.toThrow('enough');
  });

  it.each<[string, TarEntry[]]>([
    ['a path upwards', [{ name: 'volume/../../etc/passwd', text: 'x' }]],
    ['a path from the root', [{ name: '/etc/passwd', text: 'x' }]],
    [
      'a path beside the volume',
      [
        { name: 'volume/', type: 'directory' },
        { name: 'etc/passwd', text: 'x' },
      ],
    ],
    [
      'a path through a link',
      [
        { name: 'volume/a', type: 'symlink', linkname: '/etc' },
        { name: 'volume/a/b', text: 'x' },
      ],
    ],
    ['a second name of a file outside', [{ name: 'volume/a', type: 'link', linkname: '../etc/passwd' }]],
    ['a device', [{ name: 'volume/a', type: 'block-device' }]],
  ])('refuses the archive of a volume with %s', async (_, entries) => {
    const milk = { name: MILK.entry, text: await tarOf(...entries) };
    expect(await refused(described({ volumes: [MILK] }), milk, SUMS)).toContain('in the data of a volume, ');
  });

  it('takes links that stay in the volume, or that only the service follows', async () => {
    volumes.contents.set(
      'farm-cow/milk',
      await tarOf(
        { name: 'volume/', type: 'directory' },
        { name: 'volume/jug', text: 'x' },
        { name: 'volume/same', type: 'link', linkname: 'volume/jug' },
        { name: 'volume/logs', type: 'symlink', linkname: '/var/log' },
      ),
    );
    expect(await written()).toEqual(await readState(file, signal));
  });
});

describe('restoreVolumes', () => {
  const targets = (replaces?: string) =>
    new Map([
      ['volumes/cow/milk.tar', { place: placeOf('cow', 'milk'), replaces }],
      ['volumes/hen/eggs.tar', { place: placeOf('hen', 'eggs') }],
    ]);

  it('brings back what was exported', async () => {
    await written();
    const before = new Map(volumes.contents);
    volumes.contents.clear();
    await restoreVolumes({ file, volumes, targets: targets(), signal });
    expect(volumes.contents).toEqual(before);
    volumes.contents.set('farm-cow/milk', Buffer.from('sour'));
    volumes.contents.delete('farm-hen/eggs');
    await restoreVolumes({ file, volumes, targets: targets('farm-cow/milk'), signal });
    expect(volumes.contents).toEqual(before);
    await restoreVolumes({ file, volumes, targets: new Map(), signal });
  });

  it('leaves nothing that it made when it fails, and replaces last', async () => {
    await written();
    volumes.contents.clear();
    volumes.broken = 'farm-hen/eggs';
    await expect(restoreVolumes({ file, volumes, targets: targets(), signal })).rejects.toThrow('no room');
    expect(volumes.contents.size).toBe(0);
    volumes.broken = undefined;
    const finish = async (): Promise<void> => {
      expect(volumes.contents.size).toBe(2);
      throw new TypeError('no file');
    };
    await expect(restoreVolumes({ file, volumes, targets: targets(), signal, finish })).rejects.toThrow('no file');
    expect(volumes.contents.size).toBe(0);
    volumes.broken = 'farm-hen/eggs';
    volumes.contents.set('farm-cow/milk', Buffer.from('sour'));
    await expect(restoreVolumes({ file, volumes, targets: targets('farm-cow/milk'), signal })).rejects.toThrow(
      'no room',
    );
    expect([...volumes.contents]).toEqual([['farm-cow/milk', Buffer.from('sour')]]);
    await expect(
      restoreVolumes({ file: join(folder.path, 'none'), volumes, targets: targets(), signal }),
    ).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
    expect(existsSync(join(folder.path, 'none'))).toBe(false);
  });
});
