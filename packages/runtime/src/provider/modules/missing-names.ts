import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { CORE } from './core-paths';
import type { HostPackages } from './host-packages';

/** A name that a provider takes from the core and that the core does not have. */
export interface MissingName {
  /** Relative to the package. */
  readonly file: string;
  readonly name: string;
  /** As the code writes it. */
  readonly from: string;
}

/** Files of a package that are looked at. */
const MAX_FILES = 500;

const SCRIPT = /\.[cm]?[jt]sx?$/;
const DECLARATION = /\.d\.[cm]?ts$/;

const IMPORT = new RegExp(`\\bimport\\s+(?!type\\b)[^;'"]*?\\{([^}]*)\\}\\s*from\\s*['"](${CORE}[^'"]*)['"]`, 'g');
const UNPACKED = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*require\\(\\s*['"](${CORE}[^'"]*)['"]\\s*\\)`, 'g');
const REQUIRE = new RegExp(`\\b([\\w$]+)\\s*=\\s*(?:[\\w$.]+\\()?require\\(\\s*['"](${CORE}[^'"]*)['"]\\s*\\)`, 'g');

/** Looked for when the code of a provider has failed: what is only a type is no fault, and cannot be told apart for sure. */
export function findMissingNames(folder: string, host: HostPackages): MissingName[] {
  return scriptsIn(folder).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const file = relative(folder, path);
    const taken = [...namesOfImports(text), ...namesOfRequires(text)];
    return taken.filter(({ from, name }) => isMissing(host, from, name)).map((one) => ({ file, ...one }));
  });
}

function namesOfImports(text: string): Omit<MissingName, 'file'>[] {
  return [...text.matchAll(IMPORT), ...text.matchAll(UNPACKED)].flatMap(([, list = '', from = '']) =>
    list.split(',').flatMap((entry) => {
      const [, name = '', alias = name] = /^\s*([\w$]+)(?:(?:\s+as\s+|\s*:\s*)([\w$]+))?\s*$/.exec(entry) ?? [];
      return name !== '' && isUsedAsValue(text, alias) ? [{ name, from }] : [];
    }),
  );
}

function namesOfRequires(text: string): Omit<MissingName, 'file'>[] {
  return [...text.matchAll(REQUIRE)].flatMap(([, variable = '', from = '']) => {
    const used = text.matchAll(new RegExp(`(?<![\\w$.])${escape(variable)}\\.([\\w$]+)`, 'g'));
    return [...new Set([...used].map(([, name = '']) => name))].map((name) => ({ name, from }));
  });
}

function isUsedAsValue(text: string, name: string): boolean {
  const word = escape(name);
  return new RegExp(`\\b(?:extends|new|instanceof)\\s+${word}(?![\\w$])|(?<![\\w$.])${word}\\s*[.(]`).test(text);
}

function isMissing(host: HostPackages, from: string, name: string): boolean {
  const found = host.find(from);
  if (!found) return false;
  const exports: unknown = createRequire(found.file)(found.file);
  return name !== 'default' && (exports as Readonly<Record<string, unknown>>)[name] === undefined;
}

function scriptsIn(folder: string): string[] {
  const files: string[] = [];
  const folders = [folder];
  for (const at of folders) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isFile() && SCRIPT.test(entry.name) && !DECLARATION.test(entry.name)) files.push(path);
      else if (entry.isDirectory() && !/^(?:node_modules|\..*)$/.test(entry.name)) folders.push(path);
    }
    if (files.length > MAX_FILES) break;
  }
  return files.slice(0, MAX_FILES);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
