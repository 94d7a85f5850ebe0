import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** What of a tsconfig.json changes the meaning of code. */
export interface CompilerOptions {
  readonly useDefineForClassFields: boolean;
  readonly experimentalDecorators?: boolean;
  readonly jsx?: string;
  readonly jsxFactory?: string;
  readonly jsxImportSource?: string;
}

/** Where modules without `./` are looked for, beside packages. */
export interface ModulePlaces {
  /** Absolute. */
  readonly baseUrl?: string;
  /** Patterns of requests with at most one `*`, and absolute paths with at most one for what it stands for. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

type Raw = Readonly<Record<string, unknown>>;

/** `extends` may lead from file to file this often. */
const MAX_DEPTH = 8;

/** Reads the tsconfig.json of a package, with those that it extends; one that cannot be read counts as empty. */
export function readCompilerOptions(folder: string): CompilerOptions {
  const raw = readChain(join(folder, 'tsconfig.json'), 0);
  const { useDefineForClassFields, experimentalDecorators, jsx, jsxFactory, jsxImportSource, target } = raw;
  return {
    useDefineForClassFields:
      typeof useDefineForClassFields === 'boolean' ? useDefineForClassFields : definesFields(target),
    ...(experimentalDecorators === true ? { experimentalDecorators } : {}),
    ...(typeof jsx === 'string' ? { jsx } : {}),
    ...(typeof jsxFactory === 'string' ? { jsxFactory } : {}),
    ...(typeof jsxImportSource === 'string' ? { jsxImportSource } : {}),
  };
}

/** What the same files say of where modules are. */
export function readModulePlaces(folder: string): ModulePlaces {
  const { baseUrl, paths } = readChain(join(folder, 'tsconfig.json'), 0);
  return { baseUrl: baseUrl as string | undefined, paths: (paths ?? {}) as ModulePlaces['paths'] };
}

/** TypeScript's own default: fields are assigned, unless the target has class fields. */
function definesFields(target: unknown): boolean {
  const [, year] = /^es(\d{4}|next)$/i.exec(String(target)) ?? [];
  return year !== undefined && (year.toLowerCase() === 'next' || Number(year) >= 2022);
}

function readChain(file: string, depth: number): Raw {
  if (depth > MAX_DEPTH) return {};
  const { extends: parents, compilerOptions } = readJson(file);
  const inherited = [parents].flat().filter((parent) => typeof parent === 'string');
  const chain = inherited.map((parent) => readChain(findParent(parent, file), depth + 1));
  const before = Object.assign({}, ...chain) as Raw;
  return isRecord(compilerOptions)
    ? { ...before, ...compilerOptions, ...placesIn(file, compilerOptions, before) }
    : before;
}

/** Relative to the file that says them. */
function placesIn(file: string, { baseUrl, paths }: Raw, before: Raw): Raw {
  const base = typeof baseUrl === 'string' ? resolve(dirname(file), baseUrl) : before['baseUrl'];
  const from = typeof base === 'string' ? base : dirname(file);
  const own = Object.entries(isRecord(paths) ? paths : {}).map(([pattern, places]) => [
    pattern,
    [places].flat().flatMap((place) => (typeof place === 'string' ? [resolve(from, place)] : [])),
  ]);
  return { baseUrl: base, paths: isRecord(paths) ? Object.fromEntries(own) : before['paths'] };
}

function findParent(parent: string, file: string): string {
  const name = parent.endsWith('.json') ? parent : `${parent}.json`;
  if (parent.startsWith('.') || parent.startsWith('/')) return join(dirname(file), name);
  const { resolve: find } = createRequire(file);
  for (const candidate of [parent, name, `${parent}/tsconfig.json`]) {
    try {
      return find(candidate);
    } catch {
      // the next spelling
    }
  }
  return name;
}

function readJson(file: string): Raw {
  try {
    const value: unknown = JSON.parse(withoutComments(readFileSync(file, 'utf8')));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** TypeScript allows comments and a comma after the last entry. */
function withoutComments(text: string): string {
  const noComments = text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_all, string?: string) => string ?? '',
  );
  return noComments.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_all, string?: string) => string ?? '');
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
