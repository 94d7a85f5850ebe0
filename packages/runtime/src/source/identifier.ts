import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseGitIdentifier } from './git/parse-git-identifier';
import { refusedIdentifier } from './refused-identifier';

/** Where a provider or service comes from, in the one form that all spellings of it share. */
export type Identifier =
  | { readonly kind: 'name'; readonly name: string; readonly canonical: string }
  | NpmIdentifier
  | GitIdentifier
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

/** A repository that git fetches by https. */
export interface GitIdentifier {
  readonly kind: 'git';
  /** As it was written, without credentials, default port and ref. */
  readonly url: string;
  /** The repository in the form that all its spellings share, without a ref. */
  readonly repository: string;
  /** A branch, a tag, a full name (`refs/…`), or a commit, whole or shortened. Without one it is the repository's HEAD. */
  readonly ref?: string;
  readonly canonical: string;
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,213}$/;
/** A tag, or comparators of versions; one argument for npm whatever it says, but nothing that looks like an option. */
const COMPARATOR = '(?:[<>]=?|[=^~])? ?v?[0-9xX*][0-9A-Za-z.*+-]*';
const RANGE = `(?:[a-zA-Z][a-zA-Z0-9._-]*|${COMPARATOR}(?:(?: - | *\\|\\| *| +)${COMPARATOR})*)`;
const PACKAGE = '[a-z0-9~][a-z0-9._~-]*';
const NPM = new RegExp(`^((?:@${PACKAGE}/)?${PACKAGE})(?:@(?=.{1,100}$)(${RANGE}))?$`, 'i');
/** Characters of a URL as RFC 3986 writes it: no spaces, no control characters, nothing that a parser would drop. */
const ADDRESS = /^https?:\/\/[\w.~:[\]-]+(?:[/?#][\w.~!$&'()*+,;=:@%/?#[\]-]*)?$/i;
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * Reads any spelling of a provider or service: an id or package name with or without range, `npm:`, `github:o/r@ref`,
 * a GitHub or `.git` URL, `file:` and relative or absolute folders (relative to `base`); any other http(s) URL is an address.
 * Two spellings of one thing give the same `canonical`.
 * @throws `MC_IDENTIFIER_INVALID`.
 */
export function parseIdentifier(text: string, base: string): Identifier {
  const found = parseGitIdentifier(text) ?? parseFolder(text, base) ?? parseAddress(text) ?? parsePackage(text);
  if (found) return found;
  throw refusedIdentifier(text);
}

function parseFolder(text: string, base: string): Identifier | undefined {
  if (text.includes('\0')) return undefined;
  const path = folderPath(text, base);
  return path === undefined ? undefined : { kind: 'folder', path, canonical: `file:${path}` };
}

function folderPath(text: string, base: string): string | undefined {
  if (/^file:\/\/(?:localhost)?\/./.test(text)) return fileUrlPath(text);
  if (text.startsWith('file://')) return undefined;
  if (text.startsWith('file:')) return text.length > 5 ? resolve(base, text.slice(5)) : undefined;
  if (isAbsolute(text) || text === '.' || text === '..' || /^\.{1,2}[\\/]/.test(text)) return resolve(base, text);
  return undefined;
}

function fileUrlPath(text: string): string | undefined {
  try {
    return resolve(fileURLToPath(text));
  } catch {
    return undefined; // an encoded slash or a foreign host: not a path
  }
}

function parseAddress(text: string): Identifier | undefined {
  if (!ADDRESS.test(text) || !URL.canParse(text)) return undefined;
  const path = text.replace(AUTHORITY, '');
  // A repository that is not well formed must not turn into an address that we send requests to.
  if (/^(?:www\.)?github\.com\.?$/i.test(new URL(text).hostname) || /\.git(?![\w-])/i.test(path)) return undefined;
  const authority = AUTHORITY.exec(text)?.[0].toLowerCase() ?? '';
  const url = `${authority.replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2')}${path.replace(/\/+$/, '')}`;
  return { kind: 'address', url, canonical: url };
}

function parsePackage(text: string): Identifier | undefined {
  const explicit = text.startsWith('npm:');
  const rest = explicit ? text.slice(4) : text;
  const match = rest.length > 330 ? null : NPM.exec(rest);
  if (!match) return undefined;
  const [, written = '', range = '*'] = match;
  if (!explicit && match[2] === undefined && NAME.test(written)) {
    return { kind: 'name', name: written, canonical: written };
  }
  // Registries keep old names with capitals, but never had scopes with any.
  const name = written.startsWith('@') ? written.toLowerCase() : written;
  return { kind: 'npm', name, range, canonical: `npm:${name}${range === '*' ? '' : `@${sameRange(range)}`}` };
}

/** `v1.2.3` and `=1.2.3` are `1.2.3`; spaces between comparators count once. */
function sameRange(range: string): string {
  return range.replace(/ +/g, ' ').replace(/^(?:= ?v?|v)(?=\d[^ |]*$)/, '');
}
