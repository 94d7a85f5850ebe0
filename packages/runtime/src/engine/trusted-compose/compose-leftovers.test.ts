import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { KernelLock } from '../../lock/kernel-lock';
import { findLockCommand } from '../../lock/lock-command';
import { removeLeftovers } from './compose-leftovers';

const { signal } = new AbortController();
const command = findLockCommand(process.env['PATH'] ?? '', process.platform);
const itWithLocks = command ? it : it.skip;

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const left = async (): Promise<string[]> => (await readdir(folder.path)).filter((name) => !name.endsWith('.lock'));

itWithLocks('removes the files of every project that nobody brings up', async () => {
  const lock = command && new KernelLock(command);
  await folder.write('mc-one.compose/compose.yml', 'PASSWORD: x');
  await folder.write('mc-two.compose/compose.yml', 'PASSWORD: x');
  await folder.write('mc-three.up.lock', '');
  const held = await lock?.exclusive(join(folder.path, 'mc-two.up.lock'), signal);
  await removeLeftovers(folder.path, { lock, isAlive: () => true });
  expect(await left()).toEqual(['mc-two.compose']);
  await held?.release();
  await removeLeftovers(folder.path, { lock, isAlive: () => true });
  expect(await left()).toEqual([]);
});

it('goes by the process in the name of a project where there are no locks', async () => {
  const names = ['mc-one-12345678-5', 'mc-one-12345678-5-2', 'mc-one-12345678-6', 'mc-one-12345678-6-2'];
  for (const name of names) await folder.write(`${name}.compose/compose.yml`, 'PASSWORD: x');
  await removeLeftovers(folder.path, { lock: undefined, isAlive: (processId) => processId === 6 });
  expect((await left()).sort()).toEqual(['mc-one-12345678-6-2.compose', 'mc-one-12345678-6.compose']);
});

it('has nothing to do in a home that nobody has used', async () => {
  await expect(removeLeftovers(join(folder.path, 'none'), { lock: undefined, isAlive: () => true })).resolves.toBe(
    undefined,
  );
});
