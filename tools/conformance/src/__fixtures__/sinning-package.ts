import { temporaryFolder } from '@mediaconduit/testkit';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKSPACE } from '../workspace';

/** Text of every file, by its path. */
export type Files = Readonly<Record<string, string>>;

/** A package that keeps every rule, and one that does not. */
export type Base = 'shout-provider' | 'shout-service' | 'key-provider';

/** Changes the files so that one rule is broken; `undefined` removes a file. */
export type Sin = (files: Files) => Readonly<Record<string, string | undefined>>;

/** The files of a package that keeps every rule. */
export function goodFiles(base: Base): Files {
  const provider = filesOf('shout-provider');
  if (base === 'shout-provider') return provider;
  const own = filesOf(base);
  if (base === 'shout-service') return { ...filesOf('shout-provider/service'), ...own };
  const { 'README.md': readme = '', 'index.d.ts': types = '', 'package.json': json = '' } = provider;
  const about = {
    'README.md': loud(readme),
    'index.d.ts': types,
    'package.json': loud(json).replace('"service", ', ''),
  };
  return { ...about, ...own };
}

/** A package in a folder of its own, with what it would find in `node_modules`. */
export async function writePackage(files: ReturnType<Sin>) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) if (text !== undefined) await folder.write(name, text);
  const modules = join(folder.path, 'node_modules', '@mediaconduit');
  await mkdir(modules, { recursive: true });
  for (const name of ['sdk', 'runtime'])
    await symlink(join(WORKSPACE, 'packages', name), join(modules, name), 'junction');
  return folder;
}

/** Replaces a text that is there in one file. */
export function replacing(file: string, from: string | RegExp, to: string): Sin {
  return (files) => {
    const before = files[file] ?? '';
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} does not hold ${String(from)}`);
    return { ...files, [file]: after };
  };
}

/** Changes package.json. */
export function describedBy(changes: object): Sin {
  return (files) => ({
    ...files,
    'package.json': JSON.stringify({ ...(JSON.parse(files['package.json'] ?? '{}') as object), ...changes }),
  });
}

function filesOf(name: string): Files {
  const folder = join(__dirname, name);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((one) => /\.\w+$|Dockerfile$/.test(one) && existsSync(join(folder, one)));
  return Object.fromEntries(files.map((one) => [one.replaceAll('\\', '/'), readFileSync(join(folder, one), 'utf8')]));
}

function loud(text: string): string {
  return text.replaceAll('shout', 'loud');
}
