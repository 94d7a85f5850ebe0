import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadOf, withLoad } from './es-module-url';
import { HostPackages } from './host-packages';
import { isOwnFile } from './source-files';

interface ResolveContext {
  readonly parentURL?: string;
}

interface Resolved {
  readonly url: string;
  readonly format?: string;
  readonly shortCircuit?: boolean;
}

/** At once, or later in the thread of the hooks. */
type Answer = Resolved | Promise<Resolved>;

type Next = (specifier: string, context: ResolveContext) => Answer;

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

/**
 * Gives ES modules in the packages of providers the SDK and the core of the host, and those that are loaded anew the other
 * modules of that load.
 */
export function resolve(specifier: string, context: ResolveContext, next: Next): Answer {
  const shared = specifier.startsWith('@mediaconduit/') ? sharedModule(specifier, context) : undefined;
  if (shared) return shared;
  const found = next(specifier, context);
  const load = loadOf(context.parentURL);
  if (load === undefined) return found;
  const mark = (one: Resolved): Resolved =>
    isOfSamePackage(one.url, context.parentURL) ? { ...one, url: withLoad(one.url, load) } : one;
  return found instanceof Promise ? found.then(mark) : mark(found);
}

function sharedModule(specifier: string, { parentURL }: ResolveContext): Resolved | undefined {
  const found = providerFolderOf(parentURL) === undefined ? undefined : state.host.find(specifier);
  if (!found) return undefined;
  const format = found.file.endsWith('.json') ? 'json' : 'commonjs';
  return { url: pathToFileURL(found.file).href, format, shortCircuit: true };
}

/** Dependencies keep their state. */
function isOfSamePackage(url: string, parentURL: string | undefined): boolean {
  const folder = url.startsWith('file:') ? providerFolderOf(parentURL) : undefined;
  return folder !== undefined && isOwnFile(fileURLToPath(url), folder);
}

/** Where the nearest manifest above is that of a provider: other code of the program finds its own packages. */
function providerFolderOf(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:')) return undefined;
  for (let folder = dirname(fileURLToPath(url)); dirname(folder) !== folder; folder = dirname(folder)) {
    if (state.manifests.some((name) => existsSync(join(folder, name)))) return folder;
  }
  return undefined;
}
