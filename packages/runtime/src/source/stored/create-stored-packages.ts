import type { EngineSet } from '../../engine/engine-set';
import { lockPlace } from '../../lock-file/lock-turn';
import { ProjectLock } from '../../lock-file/project-lock';
import type { PlanHost } from '../../plan/plan-host';
import type { RuntimeEmitter } from '../../runtime-events';
import { once } from '../../once';
import { serviceVariable } from '../../service/service-variable';
import type { SpareWorker } from '../npm/spare-worker';
import { readSourceSettings } from '../source-settings';
import type { createPackageFetcher } from './create-package-fetcher';
import type { LocalPackages } from './local-packages';
import { StoredPackages } from './stored-packages';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when something is not stored yet */
const loadFetcher = () => require('./create-package-fetcher') as { createPackageFetcher: typeof createPackageFetcher };

/** What a runtime knows. */
export interface StoredPackagesOptions {
  readonly projectFolder: string;
  /** Where the lock file lies. */
  readonly lockFolder: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly events: RuntimeEmitter;
  /** What a plan asks the runtime. */
  readonly planHost: (signal: AbortSignal) => PlanHost;
  readonly engines: EngineSet;
  readonly spareWorker?: SpareWorker;
}

/** The packages of a project, with the registries, mirrors and locks of this machine. */
export function createStoredPackages(options: StoredPackagesOptions, local: LocalPackages): StoredPackages {
  const { environment, events, home, lockFolder } = options;
  const place = lockPlace(lockFolder, options);
  const settings = readSourceSettings(options);
  const { projects, trees } = local;
  const fetcher = once(() => loadFetcher().createPackageFetcher(options, settings, trees));
  return new StoredPackages({
    ...{
      home,
      fetcher,
      local,
      projects,
      trees,
      events,
      turns: place.turns,
      planHost: options.planHost,
      engines: options.engines,
    },
    releaseAge: settings.releaseAge,
    lock: new ProjectLock(place),
    isReplaced: (serviceId) => Boolean(environment[serviceVariable(serviceId)]),
    isFrozen: isSet(environment['MEDIACONDUIT_FROZEN_LOCK']),
  });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
