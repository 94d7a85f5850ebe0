import type { ProcessDefinition, ServiceDefinition } from '@mediaconduit/sdk';
import { makeCacheFolder } from '../../cache/cache-folder';
import { ensureHome } from '../../config/home';
import { inheritedVariables } from './inherited-variables';
import { homeWriteError } from './process-errors';
import type { PythonEnvironments } from './python/python-environments';

/** Python writes what it prints at once, and nothing into the folder of the service. */
const PYTHON_DEFAULTS = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };

/** What there is for the program of a definition before it runs. */
export interface PreparedLaunch {
  /** The Python that has the packages of the service. */
  readonly interpreter?: string;
  /** Folders of the home that the program uses as long as it runs: its environment, its cache. */
  readonly uses: readonly string[];
  /** Variables that the definition may replace. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Variables that the user has set, over those of the definition. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** What a preparation needs. */
export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

const NOTHING: PreparedLaunch = Object.freeze({ uses: [], defaults: {}, chosen: {} });

/** Provides what a program needs of the home: an environment for its Python packages, a folder for its downloads. */
export class LaunchPreparer {
  constructor(
    private readonly home: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly pythons: () => PythonEnvironments,
  ) {}

  /** @throws what {@link PythonEnvironments.ensure} throws, `MC_HOME_UNUSABLE` and `MC_DISK_FULL`. */
  async prepare(
    definition: ServiceDefinition,
    { inherit = [], python }: ProcessDefinition,
    { onProgress = () => undefined, signal }: PrepareOptions,
  ): Promise<PreparedLaunch> {
    const cache = await this.#cacheOf(definition);
    const chosen = { ...inheritedVariables(this.environment, inherit), ...cache.chosen };
    if (!python) return { ...cache, chosen };
    const { folder, interpreter } = await this.pythons().ensure({ definition, python, signal, onProgress });
    return {
      ...{ interpreter, chosen },
      uses: [...cache.uses, folder],
      defaults: { ...PYTHON_DEFAULTS, ...cache.defaults },
    };
  }

  async #cacheOf(definition: ServiceDefinition): Promise<PreparedLaunch> {
    const { cache, id } = definition;
    if (!cache) return NOTHING;
    const own = this.environment[cache.variable];
    if (own) return { ...NOTHING, chosen: { [cache.variable]: own } };
    ensureHome(this.home);
    const folder = await makeCacheFolder(this.home, cache.owner ?? id, cache.layout).catch((cause: unknown) => {
      throw homeWriteError(definition, this.home, cause);
    });
    return { ...NOTHING, uses: [folder], defaults: { [cache.variable]: folder } };
  }
}
