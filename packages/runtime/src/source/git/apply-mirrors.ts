import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { GitProtocol } from './git-task';
import { parseGitIdentifier } from './parse-git-identifier';

/** A prefix of https URLs, and the folder or URL that git asks instead. */
export type Mirrors = Readonly<Record<string, string>>;

/** Where git is sent. */
export interface GitPlace {
  readonly url: string;
  readonly protocol: GitProtocol;
}

/** Who listens on this machine cannot be impersonated by the network. */
const LOOPBACK_URL = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?\//;
const HTTPS_URL = /^https:\/\/[\w.-]+(?::\d{1,5})?\//;

/**
 * The place for the URL of a repository: itself, or what the longest prefix that fits says. A prefix ends at a slash: it
 * stands for a host, an owner or one repository, with or without `.git`.
 * @throws `MC_CONFIG_INVALID` for a mirror that is neither a folder nor a URL of https (on this machine also http),
 * `MC_SOURCE_NOT_FOUND` for a repository that the mirror does not have.
 */
export function applyMirrors(url: string, mirrors: Mirrors): GitPlace {
  const found = Object.entries(mirrors)
    .flatMap(([prefix, target]) => {
      const rest = restOf(url, prefix);
      return rest === undefined ? [] : [{ prefix, target, rest }];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (!found) return { url, protocol: 'https' };
  return isUrl(found.target) ? mirrorUrl(found) : mirrorFolder(url, found.target, found.rest);
}

/** What follows the prefix: empty for the repository itself. */
function restOf(url: string, prefix: string): string | undefined {
  const [whole, start] = [withoutSuffix(url), withoutSuffix(prefix)];
  const isSame = whole.toLowerCase() === start.toLowerCase();
  if (isSame) return '';
  return whole.toLowerCase().startsWith(`${start.toLowerCase()}/`) ? whole.slice(start.length + 1) : undefined;
}

function withoutSuffix(url: string): string {
  return url.replace(/\/+$/, '').replace(/\.git$/i, '');
}

function isUrl(target: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(target) && !target.startsWith('file:');
}

function mirrorUrl({ prefix, target, rest }: { prefix: string; target: string; rest: string }): GitPlace {
  const url = rest === '' ? target : `${target.replace(/\/+$/, '')}/${rest}.git`;
  const protocol = HTTPS_URL.test(url) ? 'https' : LOOPBACK_URL.test(url) ? 'http' : undefined;
  const isClean = /^[\w.:/~[\]-]+$/.test(url);
  if (protocol !== undefined && isClean) return { url, protocol };
  throw new MediaConduitError('MC_CONFIG_INVALID', `The mirror for ${prefix} is not one that can be used.`, {
    hint: 'name a folder or an https URL without user name; http only on this machine (http://127.0.0.1:…)',
    facts: { setting: 'sources.mirrors' },
  });
}

function mirrorFolder(url: string, target: string, rest: string): GitPlace {
  const top = target.startsWith('file:') ? fileURLToPath(target) : target;
  const folder = find(top, rest.split('/').filter(Boolean));
  if (folder !== undefined && existsSync(folder)) return { url: pathToFileURL(folder).href, protocol: 'file' };
  const { repository = url } = parseGitIdentifier(url) ?? {};
  throw new MediaConduitError('MC_SOURCE_NOT_FOUND', `${repository} is not in the mirror ${top}.`, {
    hint: `git clone --mirror ${url} ${join(top, `${rest}.git`)}`,
    facts: { repository, mirror: top },
  });
}

/** Below a folder: names as they are or with `.git`, else in other capitals, which GitHub does not tell apart. */
function find(folder: string, [name, ...rest]: readonly string[]): string | undefined {
  if (name === undefined) return folder;
  const wanted = [name, `${name}.git`];
  const isWanted = (one: string): boolean => wanted.some((other) => one.toLowerCase() === other.toLowerCase());
  const names = existsSync(folder) ? readdirSync(folder).filter(isWanted) : [];
  const ordered = [...names.filter((one) => wanted.includes(one)), ...names.filter((one) => !wanted.includes(one))];
  for (const one of ordered) {
    const found = find(join(folder, one), rest);
    if (found !== undefined) return found;
  }
  return undefined;
}
