import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { describeWithDisk, mountDisk, unmountDisk } from '../__fixtures__/small-disk';
import { configFolder, ConfigStore } from './config-store';
import { writeFileAtomic } from './write-file-atomic';

let folder: TemporaryFolder;
let store: ConfigStore;

beforeEach(async () => {
  folder = await temporaryFolder();
  store = new ConfigStore({ folder: folder.path, now: () => new Date('2026-01-02T03:04:05Z') });
});

afterEach(() => folder[Symbol.asyncDispose]());

const commit = (text: string) => store.commit({ text, source: 'file', seen: 's' });
const names = (...inside: string[]) => readdirSync(path.join(folder.path, ...inside)).sort();

describe('ConfigStore', () => {
  it('answers what was committed last, also to the next program', async () => {
    await expect(store.current()).resolves.toBeUndefined();
    await commit('a');
    const second = await commit('b');
    expect(second).toMatchObject({ formatVersion: 1, seq: 2, text: 'b', source: 'file', seen: 's' });
    expect(second.appliedAt).toBe('2026-01-02T03:04:05.000Z');
    await expect(new ConfigStore({ folder: folder.path }).current()).resolves.toEqual(second);
    expect((await store.list()).map(({ text }) => text)).toEqual(['b', 'a']);
    expect(names()).toEqual(['current.json', 'generations']);
    expect(names('generations')).toEqual(['000001.json', '000002.json']);
  });

  it('keeps the last twenty', async () => {
    for (let count = 1; count <= 23; count++) await commit(`${count}`);
    expect(names('generations')).toHaveLength(20);
    expect((await store.list()).at(-1)).toMatchObject({ seq: 4, text: '4' });
  });

  it('does not count a generation that was written, but not made current', async () => {
    await commit('a');
    const file = (name: string) => path.join(folder.path, 'generations', name);
    writeFileSync(file('000002.json'), readFileSync(file('000001.json'), 'utf8').replace('"seq": 1', '"seq": 2'));
    await expect(store.current()).resolves.toMatchObject({ seq: 1 });
    await expect(commit('b')).resolves.toMatchObject({ seq: 2 });
    await expect(store.current()).resolves.toMatchObject({ seq: 2, text: 'b' });
  });

  it.each([
    ['cut', (text: string) => text.slice(0, 50)],
    ['changed', (text: string) => text.replace('"bb"', '"bc"')],
    ['emptied', () => ''],
    ['of another kind', () => '[1]'],
  ])('goes back to the one before when the last is %s', async (_how, damage) => {
    await commit('aa');
    await commit('bb');
    const file = path.join(folder.path, 'generations', '000002.json');
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    await expect(store.current()).resolves.toMatchObject({ seq: 1, text: 'aa' });
    await expect(commit('cc')).resolves.toMatchObject({ seq: 3 });
  });

  it.each(['', '{', '{"seq":"1"}'])(
    'takes the newest when "%s" is all that says which one is current',
    async (text) => {
      await commit('a');
      await commit('b');
      writeFileSync(path.join(folder.path, 'current.json'), text);
      await expect(store.current()).resolves.toMatchObject({ text: 'b' });
    },
  );

  it('clears away what a killed program left', async () => {
    await commit('a');
    await folder.write('.current.json.1.tmp', '{');
    await folder.write('generations/.000002.json.1.tmp', '{');
    await commit('b');
    expect([names(), names('generations')]).toEqual([
      ['current.json', 'generations'],
      ['000001.json', '000002.json'],
    ]);
  });

  it('refuses what a later version wrote', async () => {
    await commit('a');
    writeFileSync(path.join(folder.path, 'current.json'), '{"formatVersion":2,"seq":1}');
    await expect(store.current()).rejects.toMatchObject({
      code: 'MC_HOME_UNUSABLE',
      facts: { formatVersion: 2, supported: 1 },
    });
  });

  it('keeps refused texts with the reason', async () => {
    for (let count = 0; count < 22; count++) {
      await store.reject({ text: `bad ${count}`, source: 'api', error: new Error('why') });
    }
    const kept = names('rejected');
    expect(kept).toHaveLength(20);
    expect(JSON.parse(readFileSync(path.join(folder.path, 'rejected', kept[0] ?? ''), 'utf8'))).toMatchObject({
      source: 'api',
      error: { code: 'MC_INTERNAL', message: 'why' },
      text: expect.stringMatching(/^bad/),
    });
    await expect(store.current()).resolves.toBeUndefined();
  });

  it('has a folder for each stack file', () => {
    expect(configFolder('/h', '/a b/mediaconduit.yml')).toMatch(/^[\\/]h[\\/]config[\\/]a-b-[0-9a-f]{8}$/);
    expect(configFolder('/h', '/x/a/m.yml')).not.toBe(configFolder('/h', '/y/a/m.yml'));
  });
});

describeWithDisk('on a disk that gets full', () => {
  beforeEach(() => mountDisk(folder.path, 'size=256k'));
  afterEach(() => unmountDisk(folder.path));

  const fill = (leave: number) => {
    const file = path.join(folder.path, 'filler');
    for (let size = 256 * 1024; size >= 4096; size /= 2) {
      try {
        for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // full for this size
      }
    }
    truncateSync(file, statSync(file).size - leave);
  };

  it.each([0, 4096, 8192, 12_288, 16_384])('keeps the old state whole with %i bytes left', async (left) => {
    await commit('old'.repeat(3_000));
    fill(left);
    const bigger = 'new'.repeat(10_000);
    await expect(commit(bigger)).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      message: expect.stringContaining('ENOSPC'),
    });
    await expect(store.current()).resolves.toMatchObject({ seq: 1, text: 'old'.repeat(3_000) });
    expect([...names(), ...names('generations')].filter((name) => name.endsWith('.tmp'))).toEqual([]);
    rmSync(path.join(folder.path, 'filler'));
    await expect(commit(bigger)).resolves.toMatchObject({ seq: 2 });
    await expect(store.current()).resolves.toMatchObject({ text: bigger });
  });

  it('leaves the file as it was and no other one', async () => {
    const file = path.join(folder.path, 'file');
    await writeFileAtomic(file, 'old');
    fill(0);
    await expect(writeFileAtomic(file, 'n'.repeat(100_000))).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(names()).toEqual(['file', 'filler']);
  });
});
