import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { ProviderManifest } from '@mediaconduit/sdk';
import { homeFolder } from '../../config/home';
import { readPackageJson } from '../../source/installed-packages';
import { CompiledCache } from './compiled-cache';
import { esModuleLoads } from './es-module-loads';
import { withLoad } from './es-module-url';
import { EsModuleHooks, isEsModule } from './es-modules';
import { findEntry } from './find-entry';
import { HostPackages } from './host-packages';
import { ModuleHooks } from './module-hooks';
import { findMissingNames, type MissingName } from './missing-names';
import { PathAliases } from './path-aliases';
import { isTypeScript } from './source-files';
import { TypeScriptCompiler } from './typescript-compiler';

/** What running the code of a provider needs from the runtime; everything has a default. */
export interface CodeOptions {
  /** The state folder, where compiled sources are kept. */
  readonly home?: string;
  /** Something tolerated that its author should mend. */
  readonly onWarning?: (message: string) => void;
}

/** Node.js has one loader of modules per process, so there is one set of hooks, installed with the first provider. */
const hooks = new ModuleHooks();
const programs = process.argv[1] === undefined ? [] : [process.argv[1]];
const esModuleHooks = new EsModuleHooks(programs);

/** The code of one provider's package, ready to be run. */
export class ProviderCode {
  readonly entry: string;
  /** Absolute, real path. */
  readonly folder: string;
  readonly #host: HostPackages;
  readonly #compiler: TypeScriptCompiler;

  /** @throws `MC_PROVIDER_INVALID` when there is no entry file. */
  constructor(
    manifest: ProviderManifest,
    { home = homeFolder(process.env), onWarning = () => undefined }: CodeOptions = {},
  ) {
    const folder = realpathSync(manifest.folder); // Node.js names modules by their real path
    const compiler = new TypeScriptCompiler(folder, new CompiledCache(join(home, 'compiled')));
    this.entry = realpathSync(findEntry(manifest));
    this.folder = folder;
    this.#host = new HostPackages([...programs, join(folder, 'package.json')]);
    this.#compiler = compiler;
    const aliases = new PathAliases(folder);
    hooks.add({ folder, aliases, host: this.#host, warn: onWarning, compile: (file) => compile(compiler, file) });
  }

  /** Version of the core that the provider gets; of this package where there is no core. */
  get version(): string {
    const own = join(__dirname, '..', '..', '..');
    return readPackageJson(this.#host.coreFolder ?? own)?.version ?? '1.0.0';
  }

  /** What the package takes from the core that gets `undefined` for it. */
  missingNames(): readonly MissingName[] {
    return findMissingNames(this.folder, this.#host);
  }

  /** Runs the entry and answers what it exports. */
  async run(): Promise<unknown> {
    const { entry } = this;
    if (isTypeScript(entry)) {
      await this.#compiler.prepare(entry);
      return createRequire(entry)(entry);
    }
    const load = await esModuleLoads.next(this.folder);
    try {
      const exports = await (load > 0 ? this.#runAnew(load) : this.#runFirst());
      if (types.isModuleNamespaceObject(exports)) esModuleLoads.began(this.folder, false);
      return exports;
    } catch (error) {
      if (load > 0 || isEsModule(entry, this.folder)) esModuleLoads.began(this.folder, true);
      throw error;
    }
  }

  async #runFirst(): Promise<unknown> {
    const { entry } = this;
    if (isEsModule(entry, this.folder) && esModuleHooks.ensure(this.folder, this.#host)) return importModule(entry);
    try {
      return createRequire(entry)(entry);
    } catch (error) {
      if (!needsImport(error)) throw error;
    }
    return importModule(entry);
  }

  /** Only `import()` hears the hooks on every Node.js. */
  #runAnew(load: number): Promise<unknown> {
    esModuleHooks.install();
    return importModule(this.entry, load);
  }
}

/** Errors are to name the lines of the sources. The setting is that of the process; files without a map do not notice. */
function compile(compiler: TypeScriptCompiler, file: string): string {
  process.setSourceMapsEnabled(true);
  return compiler.compile(file);
}

function importModule(entry: string, load?: number): Promise<unknown> {
  const { href } = pathToFileURL(entry);
  return import(load === undefined ? href : withLoad(href, load));
}

/** ES modules with top-level await, or on a Node.js that cannot require them. */
function needsImport(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_REQUIRE_ASYNC_MODULE' || code === 'ERR_REQUIRE_ESM';
}
