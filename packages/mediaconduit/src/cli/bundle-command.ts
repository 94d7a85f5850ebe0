import { open, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { BundleReport } from '@mediaconduit/runtime';
import { MediaConduitError, requireConfirmation } from '@mediaconduit/sdk';
import { checkOutFile, outFile } from './check-out-file';
import { confirmOf } from './confirm-on-terminal';
import { findLocked } from './find-locked';
import { namesOf, versionOf } from './locked-words';
import { readableSize } from './readable-size';
import type { Session } from './session';
import { toTheEnd } from './stack/to-the-end';

/** Name of the first entry of a bundle, with which the file begins. */
const FIRST = 'mediaconduit-bundle.json\0';

/** `mediaconduit bundle [identifier…]`: one file with what the lock file names. An older bundle there is replaced without a question. */
export async function bundlePackages(
  session: Session,
  texts: readonly string[],
  { images = false, out }: { readonly out: string; readonly images?: boolean },
): Promise<number> {
  const { folder, output, runtime, signal } = session;
  if (out === '-') throw noStream();
  const file = outFile(folder, out) ?? out;
  await checkOutFile(file);
  const locked = await runtime.packages.locked();
  if (locked.size === 0) throw nothingLocked();
  const identifiers = texts.length > 0 ? texts.map((text) => findLocked(session, locked, text)) : undefined;
  if (await isSomethingElse(file))
    await requireConfirmation({ confirm: confirmOf(session) }, { text: `Replace ${file}, which is no bundle?` });
  const onProgress = (message: string): void => output.status(message);
  const work = runtime.packages.bundle({ file, identifiers, images, signal, onProgress });
  const report = await toTheEnd(session, work);
  output.status(undefined);
  if (output.settings.json) await output.json(report);
  else tell(session, report);
  return 0;
}

function tell({ folder, output }: Session, { file, images, left, packages, sizeBytes }: BundleReport): void {
  for (const { entry, identifier } of packages) output.note(`  ${identifier}: ${namesOf(entry)} ${versionOf(entry)}`);
  for (const { os, architecture, reference } of images) output.note(`  image ${reference} for ${os}/${architecture}`);
  output.note(`wrote ${file} (${readableSize(sizeBytes)})`);
  const platforms = new Set(packages.map(({ platform }) => platform).filter((platform) => platform !== 'any'));
  if (platforms.size > 0) output.note(`it is for ${[...platforms].join(', ')} only`, 'yellow');
  for (const { hint, service, what } of left) output.note(`not in it: ${what} of ${service}; ${hint}`, 'yellow');
  output.note(`there: mediaconduit install --from ${relative(folder, file) || file}`);
}

/** Of a pipe or device nothing is read: it is refused when it is to be written. */
async function isSomethingElse(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST.length), 0, FIRST.length, 0);
    return buffer.toString('latin1', 0, bytesRead) !== FIRST;
  } catch {
    return false; // it is not there; whether it can be written was looked at
  }
}

/** The headers of images are written once more when their size is known. */
function noStream(): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'A bundle is a file, and cannot be written to a pipe.', {
    hint: 'name a file: --out cow.tar; for one that is called so: --out ./-',
  });
}

function nothingLocked(): MediaConduitError {
  return new MediaConduitError('MC_NOT_LOCKED', 'There is nothing to bundle: mediaconduit.lock names nothing.', {
    hint: 'add something first: mediaconduit add <identifier>; packages of node_modules are what npm brings',
  });
}
