import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs, { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '@mediaconduit/testkit';
import { forbidWriting, itWithDisk, mountDisk, unmountDisk } from '../__fixtures__/small-disk';
import { fill, PACKAGE, publish, startProgram, storeWorld, type Files } from './__fixtures__/store-world';
import { createTreeStore } from './create-tree-store';
import { removeTree } from './remove-tree';

const PAGE = 4096;
const NOBODY = 65_534;
const POINTS = 30;
const EVERY = process.env['TORTURE'] ? 1 : 5;

/** Thirty files of a page each, and what the store writes for itself. */
const MANY: Files = Object.fromEntries(
  Array.from({ length: POINTS }, (_, file) => [`lib/${file}.js`, `${file}`.repeat(2000)]),
);

/** A folder that is a disk of its own. */
async function smallDisk(options: string) {
  const folder = await temporaryFolder();
  mountDisk(folder.path, options);
  return {
    path: folder.path,
    async [Symbol.asyncDispose]() {
      unmountDisk(folder.path);
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Leaves so many pages. */
function fillDisk(disk: string, left: number): () => void {
  const filler = path.join(disk, 'filler');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left * PAGE)));
  return () => rmSync(filler);
}

/** Leaves so many inodes. */
function fillNames(disk: string, left: number): () => void {
  const filler = path.join(disk, 'filler');
  mkdirSync(filler);
  const { ffree } = statfsSync(disk);
  for (let file = left; file < ffree; file++) writeFileSync(path.join(filler, `${file}`), '');
  return () => rmSync(filler, { recursive: true });
}

/** Ends the program after so many. */
async function firstLines(program: ChildProcess, count: number): Promise<string[]> {
  const lines: string[] = [];
  const ended = once(program, 'exit');
  if (program.stdout) for await (const line of createInterface(program.stdout)) if (lines.push(line) === count) break;
  program.kill();
  await ended;
  expect(lines).toHaveLength(count);
  return lines;
}

describe('TreeStore on a full disk', () => {
  itWithDisk.each([
    ['space', 'size=8m', fillDisk],
    ['names', 'size=8m,nr_inodes=300', fillNames],
  ])(
    `changes nothing at ${POINTS / EVERY} points where %s runs out, and goes on when there is some again`,
    async (_, options, use) => {
      await using disk = await smallDisk(options);
      await using own = await temporaryFolder();
      await fill(own.path, MANY);
      const home = path.join(disk.path, 'home');
      const kept = await publish(createTreeStore(home), PACKAGE);
      let refused = 0;
      for (let point = 0; point < POINTS; point += EVERY) {
        const release = use(disk.path, Math.round(point * 1.2));
        const failure: unknown = await createTreeStore(home).publish(own.path).then(() => undefined, (error: unknown) => error); // prettier-ignore
        if (failure !== undefined)
          expect(failure).toMatchObject({ code: 'MC_NO_SPACE', facts: { store: expect.any(String) } });
        if (failure !== undefined) refused++;
        await using lease = await createTreeStore(home).lease(kept.hash);
        expect(lease?.tree).toEqual(kept);
        for (const hash of readdirSync(path.join(home, 'store/tree')))
          expect(await createTreeStore(home).get(hash, { thorough: true })).toBeDefined();
        release();
        const { hash } = await createTreeStore(home).publish(own.path);
        await lease?.[Symbol.asyncDispose]();
        expect((await createTreeStore(home).collect({ roots: [kept.hash], minAgeMs: 0 })).removed).toEqual([hash]);
      }
      expect(refused).toBeGreaterThan(POINTS / EVERY / 2);
      expect(readdirSync(path.join(home, 'store/tmp'))).toEqual([]);
    },
    60_000,
  );

  itWithDisk('gives what it has from a disk that nobody may write to', async () => {
    await using disk = await smallDisk('size=8m');
    const home = path.join(disk.path, 'home');
    const kept = await publish(createTreeStore(home), PACKAGE);
    forbidWriting(disk.path);
    await using lease = await createTreeStore(home).lease(kept.hash);
    expect(lease?.tree).toEqual(kept);
    await expect(createTreeStore(home).stage()).rejects.toMatchObject({ code: 'MC_HOME_UNUSABLE' });
  });
});

describe('TreeStore', () => {
  it('stores files apart where there are no hard links', async () => {
    await using world = await storeWorld();
    const refuse = jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error('not supported'), { code: 'EPERM' });
    });
    const tree = await publish(world.store, PACKAGE);
    refuse.mockRestore();
    expect(statSync(path.join(tree.folder, 'dist/index.js'))).toMatchObject({ nlink: 1, mode: 0o100444 });
    expect(await world.anew().get(tree.hash)).toEqual(tree);
    const report = await world.anew().collect({ roots: [], minAgeMs: 0 });
    expect(report).toMatchObject({ removed: [tree.hash] });
    expect(report.freedBytes).toBeGreaterThan(tree.sizeBytes);
  });

  it('works for a user who is not root, although its folders are read-only', async () => {
    await using folder = await temporaryFolder();
    chmodSync(folder.path, 0o755);
    const home = path.join(folder.path, 'home');
    mkdirSync(home, { mode: 0o700 });
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    if (uid !== undefined) chownSync(home, uid, uid);
    for (const [task, argument, end] of [
      ['publish', '3', 3],
      ['publish', '3', 3],
      ['use', '500', 1],
      ['collect', '0', 1],
    ] as const) {
      const program = startProgram({ task, home, argument, uid });
      for (const line of await firstLines(program, end)) expect(line).not.toMatch(/"failed":(?!\[\])/);
    }
    expect(readdirSync(path.join(home, 'store/tree'))).toEqual([]);
    expect(readdirSync(path.join(home, 'store/tmp'))).toEqual([]);
  });

  it('refuses a home that others may write to, and a store of a newer version', async () => {
    await using world = await storeWorld();
    await publish(world.store, PACKAGE);
    chmodSync(world.place(), 0o777);
    expect(() => world.anew()).toThrow(expect.objectContaining({ code: 'MC_HOME_UNUSABLE' }));
    chmodSync(world.place(), 0o700);
    writeFileSync(world.place('format.json'), '{"formatVersion":2}');
    expect(() => world.anew()).toThrow(expect.objectContaining({ facts: { store: world.place(), formatVersion: 2, supported: 1 } })); // prettier-ignore
    writeFileSync(world.place('format.json'), '{"for');
    expect(await publish(world.anew(), PACKAGE)).toBeDefined();
  });

  it('begins anew when its folder is removed while it is used', async () => {
    await using world = await storeWorld();
    const tree = await publish(world.store, PACKAGE);
    await removeTree(world.place());
    expect(await world.store.get(tree.hash)).toBeUndefined();
    expect(await publish(world.store, PACKAGE)).toEqual(tree);
  });
});
