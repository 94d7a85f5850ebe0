import type { NpmOptions } from './npm-libraries';
import type { NpmSettings } from './npm-settings';

/** What says where registries are. */
export type RegistrySettings = Pick<NpmSettings, 'options' | 'publicHost'>;

/**
 * The one registry that a package may come from: that of its scope if one is set, else the usual one, which npm's settings
 * always name; ends with `/`.
 */
export function registryOf(name: string, options: NpmOptions): string {
  const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
  const named = scope === undefined ? undefined : options[`${scope}:registry`];
  return `${String(named || options['registry']).replace(/\/+$/, '')}/`;
}

/**
 * Where a tarball is got from. Registries that pass on what the public one has often leave its host in their answers;
 * npm asks its own registry then, and so do we. `replace-registry-host` of npm's settings says which hosts are meant.
 */
export function placeAtRegistry(url: string, name: string, { options, publicHost }: RegistrySettings): string {
  const { replaceRegistryHost: said } = options;
  const replaced = typeof said === 'string' && said !== '' ? said : 'npmjs';
  if (replaced === 'never' || !URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  if (replaced !== 'always' && host !== (replaced === 'npmjs' ? publicHost : replaced)) return url;
  const registry = new URL(registryOf(name, options));
  const path = pathname.startsWith(registry.pathname) ? pathname : `${registry.pathname}${pathname.slice(1)}`;
  return new URL(`${path}${search}`, registry).href;
}

/** Without user, password and query, which may hold a token. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
