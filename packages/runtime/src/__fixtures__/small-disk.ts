import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';

// in continuous integration nobody minds, and sudo asks for nothing
const isRoot = process.getuid?.() === 0;
const asRoot = isRoot || process.env['CI'] === undefined ? [] : ['sudo', '--non-interactive'];

/** `it`, where a disk can be mounted. */
export const itWithDisk = canMount() ? it : it.skip;

/** `describe`, where a disk can be mounted. */
export const describeWithDisk = canMount() ? describe : describe.skip;

/** Lets a folder be a small disk in memory: `size=8m`. */
export function mountDisk(folder: string, options: string): void {
  run('mount', '-t', 'tmpfs', '-o', `${options},uid=${process.getuid?.()}`, 'none', folder);
}

/** Lets nobody write to a disk any more. */
export function forbidWriting(folder: string): void {
  run('mount', '-o', 'remount,ro', folder);
}

/** Makes a device in a folder, as `mknod` takes it: `null c 1 3`. Possible wherever a disk can be mounted. */
export function makeDevice(folder: string, name: string, ...kind: string[]): void {
  run('mknod', path.join(folder, name), ...kind);
}

/** The folder is as it was before. */
export function unmountDisk(folder: string): void {
  run('umount', folder);
}

function canMount(): boolean {
  const [program = '', ...args] = [...asRoot, 'unshare', '--mount', 'true'];
  return process.platform === 'linux' && spawnSync(program, args).status === 0;
}

function run(...words: string[]): void {
  const [program = '', ...args] = [...asRoot, ...words];
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
