import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { createTreeStore } from '../create-tree-store';
import type { StoredTree } from '../stored-tree';
import type { TreeStore } from '../tree-store';

export type Files = Readonly<Record<string, string | Buffer>>;

export const PACKAGE: Files = {
  'package.json': '{"name":"a"}',
  'dist/index.js': 'module.exports = 1;',
  'dist/other.js': 'module.exports = 2;',
  'node_modules/b/index.js': 'module.exports = 1;',
};

/** Writes files below a folder, making the folders between. */
export async function fill(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** Stages and publishes files. */
export async function publish(store: TreeStore, files: Files): Promise<StoredTree> {
  await using staging = await store.stage();
  await fill(staging.folder, files);
  return await store.publish(staging);
}

/** Does something to a tree that nobody may write to, as a broken disk can; its permissions are as before when that is done. */
export function damage({ folder }: StoredTree, work: () => void): void {
  const whole = path.dirname(folder);
  const below = readdirSync(whole, { recursive: true, encoding: 'utf8' }).map((name) => path.join(whole, name));
  const modes = [whole, ...below].map((place) => [place, statSync(place).mode] as const);
  for (const [place, mode] of modes) chmodSync(place, mode | 0o200);
  work();
  for (const [place, mode] of modes.toReversed()) if (existsSync(place)) chmodSync(place, mode);
}

/** A home of its own with an empty store. */
export async function storeWorld() {
  const folder = await temporaryFolder();
  const home = path.join(folder.path, 'home');
  return {
    home,
    store: createTreeStore(home),
    /** As another process sees it: nothing is remembered. */
    anew: () => createTreeStore(home),
    place: (...names: string[]) => path.join(home, 'store', ...names),
    write: folder.write,
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

/** What a program does, in which home, and as which user; the one of the test by default. */
export interface ProgramTask {
  readonly task: string;
  readonly home: string;
  readonly argument: string;
  readonly uid?: number;
}

/** Runs `store-program.cjs`, which uses the built package. */
export function startProgram({ argument, home, task, uid }: ProgramTask): ChildProcess {
  const program = path.join(__dirname, 'store-program.cjs');
  return spawn(process.execPath, [program, task, home, argument], { stdio: ['ignore', 'pipe', 'inherit'], uid });
}
