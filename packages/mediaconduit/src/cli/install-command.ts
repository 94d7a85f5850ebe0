import { resolve } from 'node:path';
import type { InstallReport } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import { confirmOf } from './confirm-on-terminal';
import { namesOf, versionOf } from './locked-words';
import { missingFile } from './missing-file';
import type { Session } from './session';
import { toTheEnd } from './stack/to-the-end';
import { tellWhenSlow } from './tell-when-slow';

/** `mediaconduit install`: what the lock file names, from its sources or from a bundle. */
export async function installPackages(
  session: Session,
  words: readonly string[],
  { from, images }: { readonly from?: string; readonly images: boolean },
): Promise<number> {
  if (words.length > 0) throw notInstalledSo(words);
  if (from === undefined && !images) throw withoutBundle();
  return from === undefined ? installLocked(session) : installFrom(session, from, images);
}

async function installLocked({ output, runtime }: Session): Promise<number> {
  const packages = await tellWhenSlow(runtime.packages.install(), 'fetching what mediaconduit.lock names …', output);
  if (output.settings.json) await output.json({ packages });
  else if (packages.length === 0) output.note('mediaconduit.lock names nothing');
  else
    for (const { identifier, state } of packages)
      output.note(state === 'fetched' ? `fetched ${identifier}` : `${identifier} is there, and sound`);
  return 0;
}

async function installFrom(session: Session, from: string, images: boolean): Promise<number> {
  const { folder, output, runtime, signal } = session;
  const options = {
    ...{ images, signal, confirm: confirmOf(session) },
    onProgress: (message: string): void => output.status(message),
  };
  const work = runtime.packages.installBundle(resolve(folder, from), options).catch(async (error: unknown) => {
    throw await missingFile(error);
  });
  const report = await toTheEnd(session, work);
  output.status(undefined);
  if (output.settings.json) await output.json(report);
  else tell(session, report);
  return 0;
}

function tell({ output }: Session, { images, packages }: InstallReport): void {
  for (const one of packages)
    output.note(`${one.isNew ? 'added' : 'already there:'} ${one.identifier}: ${namesOf(one)} ${versionOf(one)}`);
  for (const { isNew, reference } of images) output.note(`${isNew ? 'loaded' : 'already there:'} image ${reference}`);
}

function notInstalledSo(words: readonly string[]): MediaConduitError {
  const [first = ''] = words;
  const hint = /\.(?:tar|tgz|tar\.\w+)$/.test(first)
    ? `mediaconduit install --from ${first}`
    : `mediaconduit add ${words.join(' ')}`;
  return new MediaConduitError('MC_USAGE', 'install takes no names: it installs what mediaconduit.lock names.', {
    hint: `you may mean: ${hint}`,
    facts: { words },
  });
}

function withoutBundle(): MediaConduitError {
  return new MediaConduitError('MC_USAGE', '--no-images says something about a bundle, and none is named.', {
    hint: 'mediaconduit install --from <file> --no-images',
  });
}
