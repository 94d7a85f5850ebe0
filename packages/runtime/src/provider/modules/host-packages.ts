import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readPackageJson } from '../../source/installed-packages';
import { CORE, corePathOf } from './core-paths';

const SDK = '@mediaconduit/sdk';

/** What a module of the host was found to be. */
export interface HostModule {
  readonly file: string;
  /** The path that was asked for does not exist in the core; all names of the core are handed out instead. */
  readonly isSubstitute: boolean;
}

/** The copies of the SDK and of the core that this process uses: every provider is to get these, whatever it has itself. */
export class HostPackages {
  readonly #require = createRequire(__filename);
  readonly #found = new Map<string, HostModule | undefined>();
  #core: { readonly folder: string | undefined } | undefined;

  /** @param places files from which the core is looked for, after this package itself. */
  constructor(private readonly places: readonly string[] = []) {}

  /**
   * The file behind `@mediaconduit/sdk…` or `@mediaconduit/mediaconduit…`; `undefined` for other names and where there is none,
   * and while it is looked for: Node.js, which is asked, may ask the hooks, and those this.
   */
  find(request: string): HostModule | undefined {
    if (!this.#found.has(request)) this.#found.set(request, undefined).set(request, this.#find(request));
    return this.#found.get(request);
  }

  /** Folder of the core, with the module paths of the original one. */
  get coreFolder(): string | undefined {
    this.#core ??= { folder: [__filename, ...this.places].map(findCore).find((folder) => folder !== undefined) };
    return this.#core.folder;
  }

  #find(request: string): HostModule | undefined {
    if (request === SDK || request.startsWith(`${SDK}/`)) return this.#findInSdk(request);
    if (request === CORE || request.startsWith(`${CORE}/`)) return this.#findInCore(request);
    return undefined;
  }

  #findInSdk(request: string): HostModule | undefined {
    try {
      return { file: this.#require.resolve(request), isSubstitute: false };
    } catch {
      return undefined; // a subpath of another version: its own copy may have it
    }
  }

  #findInCore(request: string): HostModule | undefined {
    const { coreFolder } = this;
    if (coreFolder === undefined) return undefined;
    const root = join(coreFolder, mainOf(coreFolder));
    if (request === `${CORE}/package.json`) return { file: join(coreFolder, 'package.json'), isSubstitute: false };
    const path = corePathOf(request);
    if (path === '') return { file: root, isSubstitute: false };
    const file = join(coreFolder, 'src', `${path}.js`);
    const exists = path !== undefined && existsSync(file);
    return exists ? { file, isSubstitute: false } : { file: root, isSubstitute: true };
  }
}

function mainOf(folder: string): string {
  return readPackageJson(folder)?.main ?? 'index.js';
}

/** Of our generation: the original core has no such file. */
function findCore(from: string): string | undefined {
  try {
    const folder = dirname(createRequire(from).resolve(`${CORE}/package.json`));
    return existsSync(join(folder, dirname(mainOf(folder)), 'compat', 'index.js')) ? folder : undefined;
  } catch {
    return undefined;
  }
}
