// Writes dist/versions.json: the ranges with which generated packages ask for others, as this workspace has them now.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const TOOLS = [
  '@changesets/cli',
  '@eslint/js',
  '@swc/core',
  '@swc/jest',
  '@types/jest',
  '@types/node',
  'esbuild',
  'eslint',
  'eventsource-parser',
  'jest',
  'prettier',
  'typescript',
  'typescript-eslint',
];

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { catalog } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'));
const { devDependencies } = json(join(root, 'package.json'));
const caret = (version) => (/^\d/.test(version) ? `^${version}` : version);

const own = readdirSync(join(root, 'packages')).map((name) => json(join(root, 'packages', name, 'package.json')));
const versions = Object.fromEntries([
  ...own.map(({ name, version }) => [name, `^${version}`]),
  ...TOOLS.map((name) => [name, caret(rangeOf(name))]),
]);
writeFileSync(join(import.meta.dirname, 'dist', 'versions.json'), `${JSON.stringify(versions, null, 2)}\n`);

function rangeOf(name) {
  const range = devDependencies[name];
  const found = range === undefined || range.startsWith('catalog:') ? catalog[name] : range;
  if (found === undefined) throw new Error(`neither the catalog nor the root package.json has a version of ${name}`);
  return found;
}
