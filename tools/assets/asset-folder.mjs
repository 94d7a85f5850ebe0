import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where things that take long to make are kept from one run of the tests to the next. */
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mediaconduit-test');

/** The folder of an asset; `inputs` is everything that it is made from: versions, sources, the platform. */
export function assetFolder(name, inputs) {
  const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  return join(CACHE, `${name}-${hash}`);
}

/**
 * Resolves to a folder that `make(folder)` has filled, now or in an earlier run. It appears only when it is whole, also
 * when two programs make it at once.
 */
export async function makeOnce(folder, make) {
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  chmodSync(unfinished, 0o755); // programs in containers run as other users
  try {
    await make(unfinished);
    moveInto(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function moveInto(unfinished, folder) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // somebody else was faster, and made the same
  }
}

/** Prints the folder of an asset, as a script; or, as the last line of stderr, why it cannot be made. */
export async function printAsset(make) {
  try {
    process.stdout.write(`${await make()}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
