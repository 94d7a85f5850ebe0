import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MediaConduitError } from '@mediaconduit/sdk';

/** Where a provider or service comes from, in the one form that all spellings of it share. */
export type Identifier =
  | { readonly kind: 'name'; readonly name: string; readonly canonical: string }
  | NpmIdentifier
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly canonical: string }
  | { readonly kind: 'folder'; readonly path: string; readonly canonical: string }
  | { readonly kind: 'address'; readonly url: string; readonly canonical: string };

/** A package of an npm registry. */
export interface NpmIdentifier {
  readonly kind: 'npm';
  readonly name: string;
  /** A range of versions, `*` when none is named, or a dist-tag. */
  readonly range: string;
  readonly canonical: string;
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,213}$/;
/** A tag, or comparators of versions; one argument for npm whatever it says, but nothing that looks like an option. */
const COMPARATOR = '(?:[<>]=?|[=^~])? ?v?[0-9xX*][0-9A-Za-z.*+-]*';
const RANGE = `(?:[a-zA-Z][a-zA-Z0-9._-]*|${COMPARATOR}(?:(?: - | *\\|\\| *| +)${COMPARATOR})*)`;
const PACKAGE = '[a-z0-9~][a-z0-9._~-]*';
const NPM = new RegExp(`^((?:@${PACKAGE}/)?${PACKAGE})(?:@(?=.{1,100}$)(${RANGE}))?$`, 'i');
const OWNER = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})';
const REPOSITORY = '[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}';
const REF = '[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}';
const GITHUB = new RegExp(`^github:(${OWNER})/(${REPOSITORY}?)(?:\\.git)?(?:[@#](${REF}))?$`);
const GITHUB_URL = new RegExp(
  `^https://(?:www\\.)?github\\.com/(${OWNER})/(${REPOSITORY}?)(?:\\.git)?(?:/tree/(${REF}))?/?(?:[@#](${REF}))?$`,
);
/** Characters of a URL as RFC 3986 writes it: no spaces, no control characters, nothing that a parser would drop. */
const ADDRESS = /^https?:\/\/[\w.~:[\]-]+(?:[/?#][\w.~!$&'()*+,;=:@%/?#[\]-]*)?$/i;
const GIT_URL = new RegExp(`^(https://[A-Za-z0-9.-]+(?::\\d{1,5})?/[A-Za-z0-9_./~-]+?\\.git)(?:[@#](${REF}))?$`);

/**
 * Reads any spelling of a provider or service: an id or package name with or without range, `npm:`, `github:o/r@ref`,
 * a GitHub or `.git` URL, `file:` and relative or absolute folders (relative to `base`); any other http(s) URL is an address.
 * Two spellings of one thing give the same `canonical`.
 * @throws `MC_IDENTIFIER_INVALID`.
 */
export function parseIdentifier(text: string, base: string): Identifier {
  const found = parseGit(text) ?? parseFolder(text, base) ?? parseAddress(text) ?? parsePackage(text);
  if (found) return found;
  throw new MediaConduitError(
    'MC_IDENTIFIER_INVALID',
    `"${text.slice(0, 200)}" is not an identifier of a provider or service.`,
    {
      hint: 'use an installed id (cowsay), a package (@scope/name@^1), github:owner/repository@ref, an https git URL, or a folder (./my-provider)',
      facts: { identifier: text.slice(0, 200) },
    },
  );
}

function parseGit(text: string): Identifier | undefined {
  const github = GITHUB.exec(text) ?? GITHUB_URL.exec(text);
  if (github) {
    const [, owner = '', repository = '', refOrTree, urlRef] = github;
    const ref = urlRef ?? refOrTree;
    if (repository === '' || /^\.+$/.test(repository) || unsafeRef(ref)) return undefined;
    const path = `${owner}/${repository}`.toLowerCase();
    const canonical = `github:${path}${ref === undefined ? '' : `@${ref}`}`;
    return { kind: 'git', url: `https://github.com/${owner}/${repository}.git`, ref, canonical };
  }
  const git = GIT_URL.exec(text);
  if (!git || unsafeRef(git[2]) || git[1]?.includes('..')) return undefined;
  const [, url = '', ref] = git;
  return { kind: 'git', url, ref, canonical: `git+${url}${ref === undefined ? '' : `@${ref}`}` };
}

/** git refuses these as well; refusing them here keeps them away from git. */
function unsafeRef(ref: string | undefined): boolean {
  return ref !== undefined && (ref.includes('..') || ref.includes('//') || /(?:\.lock|[./])$/.test(ref));
}

function parseFolder(text: string, base: string): Identifier | undefined {
  if (text.includes('\0')) return undefined;
  const path = folderPath(text, base);
  return path === undefined ? undefined : { kind: 'folder', path, canonical: `file:${path}` };
}

function folderPath(text: string, base: string): string | undefined {
  if (text.startsWith('file:///')) return text.length > 8 ? fileUrlPath(text) : undefined;
  if (text.startsWith('file://')) return undefined;
  if (text.startsWith('file:')) return text.length > 5 ? resolve(base, text.slice(5)) : undefined;
  if (isAbsolute(text) || text === '.' || text === '..' || /^\.{1,2}[\\/]/.test(text)) return resolve(base, text);
  return undefined;
}

function fileUrlPath(text: string): string | undefined {
  try {
    return fileURLToPath(text);
  } catch {
    return undefined; // an encoded slash or a foreign host: not a path
  }
}

function parseAddress(text: string): Identifier | undefined {
  if (!ADDRESS.test(text) || !URL.canParse(text)) return undefined;
  const path = text.replace(/^https?:\/\/[^/?#]*/i, '');
  // A repository that is not well formed must not turn into an address that we send requests to.
  if (/^(?:www\.)?github\.com$/i.test(new URL(text).hostname) || /\.git(?![\w-])/.test(path)) return undefined;
  const url = text.replace(/\/+$/, '');
  return { kind: 'address', url, canonical: url };
}

function parsePackage(text: string): Identifier | undefined {
  const explicit = text.startsWith('npm:');
  const rest = explicit ? text.slice(4) : text;
  const match = rest.length > 330 ? null : NPM.exec(rest);
  if (!match) return undefined;
  const [, name = '', range] = match;
  if (!explicit && range === undefined && NAME.test(name)) return { kind: 'name', name, canonical: name };
  return { kind: 'npm', name, range: range ?? '*', canonical: `npm:${name}${range === undefined ? '' : `@${range}`}` };
}
