import type { GitIdentifier } from '../identifier';

/** Case does not matter in the paths of these, so that it must not make two repositories of one. */
const CASELESS_HOSTS: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']);

const OWNER = '[A-Za-z0-9][A-Za-z0-9_-]*';
const REPOSITORY = '[A-Za-z0-9_.][A-Za-z0-9_.-]*';
/** Counted afterwards: in a pattern each costs a program as long as its first identifier. */
const LONGEST = { owner: 39, name: 100 } as const;
const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?';
const SUFFIX = '(?:\\.[gG][iI][tT])?/?(?:[@#](.+))?';
/** The most frequent one says itself that case does not matter: asked for it, a new program takes three times as long. */
const SHORT = new RegExp(`^[gG][iI][tT][hH][uU][bB]:(${OWNER})/(${REPOSITORY}?)${SUFFIX}$`);
const GITHUB = '^(?:git\\+)?https://(?:www\\.)?github\\.com(?::443)?';
const GITHUB_URL = new RegExp(`${GITHUB}/(${OWNER})/(${REPOSITORY}?)${SUFFIX}$`, 'i');
/** What a browser shows on the page of a branch, tag or commit. */
const GITHUB_PAGE = new RegExp(
  `${GITHUB}/(${OWNER})/(${REPOSITORY}?)(?:\\.git)?/(?:tree|commit|releases/tag)/(.+?)/?$`,
  'i',
);
const GIT_URL = new RegExp(`^(git\\+)?https://(${HOST})(?::(\\d{1,5}))?/([\\w./~-]+?)(\\.git)?/?(?:[@#](.+))?$`, 'i');

/** Of what git allows in the name of a ref, what no shell, program or terminal takes for anything else. */
const REF = /^[\w@][\w./@+#-]{0,199}$/;
/** git refuses these as well; refusing them here keeps them away from git. */
const NO_REF = /\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[./]$|^@$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Whether a ref is the whole hash of a commit, in SHA-1 or SHA-256: nothing else is looked for under such a name. */
export function isCommit(ref: string): boolean {
  return COMMIT.test(ref);
}

/** Reads the spellings of repositories; `undefined` when the text is none of them, or not a safe one. */
export function parseGitIdentifier(text: string): GitIdentifier | undefined {
  if (text.length > 1000) return undefined;
  return parseGithub(text) ?? parseGitUrl(text);
}

function parseGithub(text: string): GitIdentifier | undefined {
  const match = SHORT.exec(text) ?? GITHUB_URL.exec(text);
  const page = match ? null : GITHUB_PAGE.exec(text);
  const [, owner = '', name = '', ref] = match ?? page ?? [];
  if (/^\.*$/.test(name) || name.length > LONGEST.name || owner.length > LONGEST.owner) return undefined;
  const repository = `github:${owner}/${name}`.toLowerCase();
  return atRef(repository, `https://github.com/${owner}/${name}.git`, page ? decoded(ref) : ref);
}

function parseGitUrl(text: string): GitIdentifier | undefined {
  const [, isMarked, anyHost = '', port = '443', path = '', hasSuffix, ref] = GIT_URL.exec(text) ?? [];
  if (!isMarked && !hasSuffix) return undefined;
  const host = anyHost.toLowerCase();
  if (/^(?:www\.)?github\.com$/.test(host) || host.includes('..') || Number(port) > 65_535) return undefined;
  if (path.split('/').some((part) => /^\.*$/.test(part))) return undefined;
  const place = `https://${host}${Number(port) === 443 ? '' : `:${Number(port)}`}/`;
  const same = CASELESS_HOSTS.has(host) ? path.toLowerCase() : path;
  return atRef(`git+${place}${same}.git`, `${place}${path}${hasSuffix ?? ''}`, ref);
}

function atRef(repository: string, url: string, text: string | undefined): GitIdentifier | undefined {
  if (text === undefined || text === 'HEAD') return { kind: 'git', url, repository, canonical: repository };
  if (!REF.test(text) || NO_REF.test(text)) return undefined;
  if (!isCommit(text)) return { kind: 'git', url, repository, ref: text, canonical: `${repository}@${text}` };
  const ref = text.toLowerCase();
  return { kind: 'git', url, repository, ref, canonical: `${repository}#${ref}` };
}

function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return ''; // which is no ref
  }
}
