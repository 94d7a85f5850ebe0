import type { NpmOptions } from './npm-libraries';

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

/** The one registry that a package may come from: that of its scope if one is set, else the usual one; ends with `/`. */
export function registryOf(name: string, options: NpmOptions): string {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
  const named = scope === undefined ? undefined : options[`${scope}:registry`];
  const registry = [named, options['registry']].find((one) => typeof one === 'string' && one !== '');
  return `${typeof registry === 'string' ? registry.replace(/\/+$/, '') : PUBLIC_REGISTRY.slice(0, -1)}/`;
}

/** Without user, password and query, which may hold a token. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
