import type { NpmOptions } from './npm-libraries';

/**
 * The one registry that a package may come from: that of its scope if one is set, else the usual one, which npm's settings
 * always name; ends with `/`.
 */
export function registryOf(name: string, options: NpmOptions): string {
  const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
  const named = scope === undefined ? undefined : options[`${scope}:registry`];
  return `${String(named || options['registry']).replace(/\/+$/, '')}/`;
}

/** Without user, password and query, which may hold a token. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
