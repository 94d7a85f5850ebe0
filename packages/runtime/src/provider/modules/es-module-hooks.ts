import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HostPackages } from './host-packages';

interface ResolveContext {
  readonly parentURL?: string;
}

interface Resolved {
  readonly url: string;
  readonly format?: string;
  readonly shortCircuit?: boolean;
}

type Next<T> = (specifier: string, context: ResolveContext) => T;

/** Read by whoever registers the hooks: with it Node.js can also run them in a thread of its own. */
const state = { host: new HostPackages(), manifests: [] as readonly string[] };

/** What the hooks need to know; as messages between threads can hold it. */
export interface HookSettings {
  readonly places: readonly string[];
  /** File names of the manifests of providers. */
  readonly manifests: readonly string[];
}

/** Called by Node.js in the thread of the hooks. */
export function initialize({ places, manifests }: HookSettings): void {
  state.host = new HostPackages(places);
  state.manifests = manifests;
}

/** Gives ES modules in the packages of providers the SDK and the core of the host. */
export function resolve<T>(specifier: string, context: ResolveContext, next: Next<T>): T | Resolved {
  if (!specifier.startsWith('@mediaconduit/') || !isOfProvider(context.parentURL)) return next(specifier, context);
  const found = state.host.find(specifier);
  if (!found) return next(specifier, context);
  const format = found.file.endsWith('.json') ? 'json' : 'commonjs';
  return { url: pathToFileURL(found.file).href, format, shortCircuit: true };
}

/** True when the nearest manifest above is that of a provider: other code of the program finds its own packages. */
function isOfProvider(url: string | undefined): boolean {
  if (!url?.startsWith('file:')) return false;
  for (let folder = dirname(fileURLToPath(url)); dirname(folder) !== folder; folder = dirname(folder)) {
    if (state.manifests.some((name) => existsSync(join(folder, name)))) return true;
  }
  return false;
}
