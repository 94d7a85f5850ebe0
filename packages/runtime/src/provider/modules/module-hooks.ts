import { readdirSync } from 'node:fs';
import Module from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { findInstalledPackage } from '../../source/find-installed-package';
import { readPackageJson } from '../../source/installed-packages';
import { entryOfExports } from './find-entry';
import type { HostPackages } from './host-packages';
import type { PathAliases } from './path-aliases';
import { findScript, findSource, isOwnFile, isTypeScript } from './source-files';
import { emptyModule, handsOnAll } from './tolerate-missing-file';

const PACKAGE_NAME = /^(?:@[\w.-]+\/)?[\w.-]+$/;

/** How modules of one provider's folder are found and read. */
export interface ProviderFolder {
  /** Absolute, real path. */
  readonly folder: string;
  /** Where the SDK and the core are. */
  readonly host: HostPackages;
  readonly aliases: PathAliases;
  /** CommonJS from a TypeScript file of the folder. */
  compile(file: string): string;
  /** Something tolerated that its author should mend. */
  warn(message: string): void;
}

interface Parent {
  readonly filename?: string | null;
}

interface LoadedModule {
  _compile(code: string, file: string): unknown;
}

type Resolve = (this: unknown, request: string, parent?: Parent, ...more: unknown[]) => string;
type Handler = (module: LoadedModule, file: string) => void;

/** The parts of Node's CommonJS loader that every tool which hooks into it relies on. */
const loader = Module as unknown as { _resolveFilename: Resolve; readonly _extensions: Record<string, Handler> };

/**
 * What CommonJS modules below the folders of providers load is found by our rules, everything else as ever: the SDK and
 * the core are those of the host, TypeScript is compiled, and some faults of published providers are tolerated.
 */
export class ModuleHooks {
  readonly #folders = new Map<string, ProviderFolder>();
  #isInstalled = false;

  /** From now on; a folder that is added again is read by the newer rules. */
  add(folder: ProviderFolder): void {
    this.#folders.set(folder.folder, folder);
    if (!this.#isInstalled) this.#install();
    this.#isInstalled = true;
  }

  #install(): void {
    const original = loader._resolveFilename;
    const find = this.#find.bind(this);
    loader._resolveFilename = function (request, parent, ...more) {
      return find(request, parent, () => original.call(this, request, parent, ...more));
    };
    for (const extension of ['.ts', '.tsx', '.mts', '.cts']) this.#installHandler(extension);
  }

  /** Not enumerable, so that programs do not begin to find `.ts` files where they left the extension out. */
  #installHandler(extension: string): void {
    const known = Object.getOwnPropertyDescriptor(loader._extensions, extension);
    const original = known?.value as Handler | undefined;
    const handle: Handler = (module, file) => {
      const provider = this.#ownerOf(file);
      if (provider) module._compile(provider.compile(file), file);
      else (original ?? loader._extensions['.js'])?.(module, file);
    };
    const enumerable = known?.enumerable ?? false;
    Object.defineProperty(loader._extensions, extension, {
      configurable: true,
      writable: true,
      enumerable,
      value: handle,
    });
  }

  #find(request: string, parent: Parent | undefined, original: () => string): string {
    const from = parent?.filename ?? undefined;
    const mapped =
      request.startsWith('@mediaconduit/') && from !== undefined ? this.#findInHost(request, from) : undefined;
    if (mapped !== undefined) return mapped;
    try {
      return original();
    } catch (error) {
      const found = from !== undefined && isNotFound(error) ? this.#findInstead(request, from) : undefined;
      if (found === undefined) throw error;
      return found;
    }
  }

  #findInHost(request: string, from: string): string | undefined {
    const provider = this.#providerOf(from);
    const found = provider?.host.find(request);
    if (provider && found?.isSubstitute) {
      provider.warn(
        `${place(provider, from)} asks for ${request}, which is not there: it gets the names of the package itself`,
      );
    }
    return found?.file;
  }

  #findInstead(request: string, from: string): string | undefined {
    const provider = this.#ownerOf(from);
    if (!provider) return undefined;
    if (!/^\.{1,2}(?:\/|$)/.test(request)) return provider.aliases.find(request) ?? findImportOnly(request, from);
    const path = resolve(dirname(from), request);
    const source = findSource(path);
    if (source !== undefined && isOwnFile(source, provider.folder)) return source;
    const misspelt = findMisspelt(path);
    if (misspelt !== undefined) {
      provider.warn(`${place(provider, from)} asks for ${request}, but the file is called ${basename(misspelt)}`);
      return misspelt;
    }
    if (!handsOnAll(from, request)) return undefined;
    provider.warn(`${place(provider, from)} hands on ${request}, which is missing: its names are left out`);
    return emptyModule();
  }

  /** The provider whose folder the file lies in, dependencies included; the innermost of several. */
  #providerOf(file: string): ProviderFolder | undefined {
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const found = this.#folders.get(folder);
      if (found || dirname(folder) === folder) return found;
    }
  }

  /** The provider that the file itself belongs to. */
  #ownerOf(file: string): ProviderFolder | undefined {
    const provider = this.#providerOf(file);
    return provider && isOwnFile(file, provider.folder) ? provider : undefined;
  }
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
}

/** A package that has an entry for `import` alone, which `require()` of today can load as well. */
function findImportOnly(request: string, from: string): string | undefined {
  const folder = PACKAGE_NAME.test(request) ? findInstalledPackage(request, dirname(from)) : undefined;
  const entry = folder === undefined ? undefined : entryOfExports(readPackageJson(folder)?.exports);
  return folder === undefined || entry === undefined ? undefined : findScript(join(folder, entry));
}

function place({ folder }: ProviderFolder, file: string): string {
  return file.slice(folder.length + 1);
}

/** A file whose name differs in upper and lower case: not every file system tells them apart. */
function findMisspelt(path: string): string | undefined {
  const names = namesIn(dirname(path));
  const wanted = new RegExp(`^${basename(path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:\\.[cm]?[jt]sx?)?$`, 'i');
  const name = names.find((candidate) => wanted.test(candidate) && !/\.d\.[cm]?ts$/.test(candidate));
  const found = name === undefined ? undefined : join(dirname(path), name);
  return found !== undefined && (isTypeScript(found) || /\.[cm]?js$/.test(found)) ? found : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
