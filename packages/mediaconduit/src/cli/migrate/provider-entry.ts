import { posix } from 'node:path';
import type { ClassFacts } from './class-facts';
import type { Draft } from './draft';
import { JsonText } from './package-json';
import { child, children, nameOfNode } from './script';
import type { Scripts } from './scripts';
import { lineEndOf } from './text-edits';
import { below, folderOf } from './wanted-files';

const USUAL = ['src/index.ts', 'index.ts', 'src/index.js', 'index.js', 'src/index.mjs', 'index.mjs', 'index.cjs'];

/** Where a provider begins. */
export interface EntrySource {
  /** Folder of the package. */
  readonly root: string;
  /** What its manifest names. */
  readonly main: string | undefined;
  readonly facts: ClassFacts | undefined;
}

/** The file that the package begins with, relative to its root; one that hands the class out as default is made if needed. */
export function ensureEntry({ facts, main, root }: EntrySource, draft: Draft, scripts: Scripts): string {
  const found = entriesOf(root, main, draft).find((path) => draft.exists(below(root, path)));
  if (found !== undefined) {
    if (facts) handOut(below(root, found), facts, { draft, scripts });
    return found;
  }
  if (!facts) return main ?? 'dist/index.js';
  const inside = root === '' ? facts.path : facts.path.slice(root.length + 1);
  if (!/\.[cm]?tsx?$/.test(inside)) return inside; // nothing is built of it
  const entry = inside.startsWith('src/') ? 'src/index.ts' : 'index.ts';
  draft.write(below(root, entry), handsOut(facts, below(root, entry)));
  return entry;
}

function entriesOf(root: string, main: string | undefined, draft: Draft): string[] {
  const text = draft.text(below(root, 'package.json'));
  const said = text === undefined ? undefined : new JsonText(below(root, 'package.json'), text).members['main'];
  const named = [main, said].filter((path) => typeof path === 'string').map((path) => posix.normalize(path));
  return [...named, ...named.flatMap(sourcesOf), ...USUAL];
}

/** `dist/provider.js` is made of `src/provider.ts`. */
function sourcesOf(path: string): string[] {
  const [, rest] = /^(?:dist|lib|build|out)\/(.+?)(?:\.[cm]?js)?$/.exec(path) ?? [];
  return rest === undefined ? [] : [`src/${rest}.ts`, `${rest}.ts`, `src/${rest}.js`];
}

/** Adds the default export that an entry of TypeScript or ES modules lacks. */
function handOut(entry: string, facts: ClassFacts, { draft, scripts }: { draft: Draft; scripts: Scripts }): void {
  const program = scripts.program(entry);
  const text = draft.text(entry);
  if (!program || text === undefined || /\.cjs$/.test(entry)) return;
  const statements = children(program, 'body');
  const isModule = /\.[cm]?tsx?$|\.mjs$/.test(entry) || statements.some(({ type }) => /^(?:Im|Ex)port/.test(type));
  const hasDefault = statements.some(
    (one) =>
      one.type === 'ExportDefaultDeclaration' ||
      one.type === 'TSExportAssignment' ||
      children(one, 'specifiers').some((specifier) => nameOfNode(child(specifier, 'exported')) === 'default'),
  );
  if (!isModule || hasDefault || (!facts.isExported && !facts.isDefault && entry !== facts.path)) return;
  const eol = lineEndOf(text);
  const gap = text === '' || text.endsWith('\n') ? '' : eol;
  const line = entry === facts.path ? `export { ${facts.name} as default };` : defaultLine(facts, entry);
  draft.write(entry, `${text}${gap}${eol}${line}${eol}`);
}

function handsOut(facts: ClassFacts, entry: string): string {
  const named = facts.isExported ? `export { ${facts.name} } from '${requestFor(facts.path, entry)}';\n` : '';
  return `${named}${defaultLine(facts, entry)}\n`;
}

function defaultLine(facts: ClassFacts, entry: string): string {
  const local = facts.isExported ? `${facts.name} as default` : 'default';
  return `export { ${local} } from '${requestFor(facts.path, entry)}';`;
}

function requestFor(path: string, from: string): string {
  const request = posix.relative(folderOf(from) || '.', path).replace(/\.[cm]?[jt]sx?$/, '');
  return request.startsWith('.') ? request : `./${request}`;
}
