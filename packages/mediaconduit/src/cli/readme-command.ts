import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { MediaConduitError, messageOf, writeWholeFile, type ProviderManifest } from '@mediaconduit/sdk';
import { readProviderManifest } from '@mediaconduit/sdk/manifest';
import { differenceLines } from './readme/difference-lines';
import { readProviderFacts } from './readme/read-provider-facts';
import { readmeSection } from './readme/readme-section';
import { BEGIN, END, findSection, withSection } from './readme/section-place';
import type { Session } from './session';

/** What the command is told beside the folder. */
export interface ReadmeFlags {
  /** Change nothing, and fail where something would be changed. */
  readonly check?: boolean;
}

/** `mediaconduit readme [folder]`: the part of a provider's README that says what its manifest and its code say. */
export async function writeReadme(session: Session, place: string, { check }: ReadmeFlags): Promise<number> {
  const { output, signal } = session;
  const folder = resolve(session.folder, place);
  const manifest = await requireProvider(folder);
  const file = await findReadme(folder);
  findSection(await read(file), file); // before anything of the provider is run
  const facts = await readProviderFacts(session, manifest);
  const before = await read(file);
  const after = withSection(before, findSection(before, file), readmeSection(facts));
  const changed = !before.equals(after);
  if (changed && check) throw outdated({ file, before, after, folder: relative(session.folder, folder) });
  signal.throwIfAborted();
  if (changed) await writeWholeFile(file, chunksOf(after));
  if (output.settings.json) await output.json({ provider: manifest.id, file, changed });
  else output.note(changed ? `wrote ${file}` : `${file} is up to date`);
  return 0;
}

async function requireProvider(folder: string): Promise<ProviderManifest> {
  const manifest = await readProviderManifest(folder);
  if (manifest) return manifest;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `${folder} holds no MediaConduit.provider.yml.`, {
    hint: 'name the folder of a provider: mediaconduit readme ./my-provider',
    facts: { folder },
  });
}

/** A link stays one: what it leads to is written. */
async function findReadme(folder: string): Promise<string> {
  const names = await readdir(folder).catch((): string[] => []);
  const name = names.find((one) => /^readme\.md$/i.test(one));
  if (name !== undefined) return realpath(join(folder, name)).catch((cause) => unreadable(join(folder, name), cause));
  throw new MediaConduitError('MC_FILE_NOT_FOUND', `${folder} has no README.md.`, {
    hint: `make one, with these two lines where the generated part is to stand:\n${BEGIN}\n${END}`,
    facts: { path: join(folder, 'README.md'), lines: [BEGIN, END] },
  });
}

function read(file: string): Promise<Buffer> {
  return readFile(file).catch((cause) => unreadable(file, cause));
}

function unreadable(file: string, cause: unknown): never {
  throw new MediaConduitError('MC_FILE_NOT_FOUND', `${file} cannot be read: ${messageOf(cause)}.`, {
    hint: 'make it a file that you may read',
    facts: { path: file },
    cause,
  });
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

interface Outdated {
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
  readonly folder: string;
}

function outdated({ after, before, file, folder }: Outdated): MediaConduitError {
  const { lines, more } = differenceLines(before.toString('utf8'), after.toString('utf8'));
  const rest = more > 0 ? [`… and ${more} more lines`] : [];
  return new MediaConduitError(
    'MC_README_OUTDATED',
    [`${file} is out of date: "-" stands there, "+" should.`, ...lines, ...rest].join('\n'),
    {
      hint: `mediaconduit readme${folder === '' ? '' : ` ${folder}`}, then commit what it has written`,
      facts: { file, differences: lines },
    },
  );
}
