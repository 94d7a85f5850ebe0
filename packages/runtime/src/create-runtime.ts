import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  MediaConduitError,
  SILENT_LOGGER,
  SYSTEM_CLOCK,
  type Clock,
  type Logger,
  type ServiceDefinition,
} from '@mediaconduit/sdk';
import { homeFolder } from './config/home';
import type { createLeases, LeasePlace } from './daemon/leases';
import { supervisorAddress } from './daemon/supervisor-address';
import { createEngineSet } from './engine/create-engine-set';
import type { EngineSet } from './engine/engine-set';
import { findLockFolder } from './lock-file/find-lock-folder';
import { once } from './once';
import { createPlanHost, type PlanHost } from './plan/plan-host';
import { onProcessEnd } from './process-end';
import { isolateProviders } from './provider/isolation/isolate-providers';
import type { IsolationChoice, IsolationLimits } from './provider/isolation/isolation-limits';
import { ProviderLoader } from './provider/provider-loader';
import { ProviderRegistry } from './provider/provider-registry';
import { Runtime } from './runtime';
import { createRuntimeEmitter } from './runtime-events';
import type { EngineChoice } from './service/choose-engine';
import type { ControllerParts } from './service/controller-parts';
import { createServiceClient } from './service/create-service-client';
import { probeReadiness } from './service/readiness-probe';
import { BulkheadRegistry } from './resilience/bulkhead-registry';
import { installedServices } from './service/installed-services';
import { ServiceRegistry } from './service/service-registry';
import { ServiceResolver } from './service/service-resolver';
import { folderSource } from './source/folder-source';
import { installedSource } from './source/installed-source';
import type { SpareWorker } from './source/npm/spare-worker';
import { StoredSources } from './source/stored/stored-sources';

/* eslint-disable @typescript-eslint/no-require-imports -- loaded when somebody asks what takes the space, where a supervisor runs, or for a service */
const loadCache = () => require('./cache/create-runtime-cache') as typeof import('./cache/create-runtime-cache');
const loadBreakers = () => require('./service/create-breakers') as typeof import('./service/create-breakers');
const loadWatch = () => require('./service/watch-service') as typeof import('./service/watch-service');
const loadLeases = () => require('./daemon/leases') as { createLeases: typeof createLeases };
/* eslint-enable @typescript-eslint/no-require-imports */

/** What is on this machine is asked first. */
const LOCAL_SOURCES = [installedSource, folderSource];

/** Settings of a runtime; everything has a default. */
export interface RuntimeOptions {
  /** Where providers are looked for. Default: the current folder. */
  readonly projectFolder?: string;
  /** The state folder. Default: `MEDIACONDUIT_HOME`, else the user's state folder. */
  readonly home?: string;
  /** Default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Which engine runs services. Default: `MEDIACONDUIT_ENGINE`, else `auto`: the first of a service's list that works. */
  readonly engine?: EngineChoice;
  /** Whether services come from the supervisor of the home, where one runs and the project's stack has them. Default true. */
  readonly supervised?: boolean;
  /** Default: process, docker and remote. */
  readonly engines?: EngineSet;
  /**
   * Which providers get a process of their own. Of those that it does not name, the stack file decides, then the lock file;
   * where nobody says anything, a provider runs in this process, with its rights.
   */
  readonly isolation?: IsolationChoice;
  readonly isolationLimits?: Partial<IsolationLimits>;
  /** What `warmUpInstall` has started. It stays its caller's, who disposes it. */
  readonly spareWorker?: SpareWorker;
  readonly clock?: Clock;
  /** Default: silent. */
  readonly log?: Logger;
}

/**
 * The composition root: the only place that knows the clock, the project folder and the engines of this machine.
 * @throws `MC_CONFIG_INVALID` for an unknown engine.
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const { environment = process.env, clock = SYSTEM_CLOCK, log = SILENT_LOGGER, spareWorker } = options;
  const places = placesOf(options, environment);
  const { home, lockFolder, projectFolder } = places;
  const engines = options.engines ?? createEngineSet({ home, projectFolder: lockFolder, environment, clock, log });
  const choice = engineChoice(options.engine ?? environment['MEDIACONDUIT_ENGINE']);
  const events = createRuntimeEmitter();
  const planHost = (signal: AbortSignal): PlanHost =>
    createPlanHost({ runtime, resolver, engines, environment, signal, isolation: options.isolation });
  const stored = new StoredSources({ ...places, environment, events, engines, planHost, spareWorker });

  let forgetProcessEnd = (): void => undefined;
  const onFirstStart = once(() => {
    forgetProcessEnd = onProcessEnd({ close: () => runtime.close(), closeSync: () => runtime.closeSync() });
  });
  const bulkheads = new BulkheadRegistry();
  const bulkheadOf = bulkheadsByPlace(bulkheads);
  const breakerOf: ControllerParts['breakerOf'] = (definition) => runtime.breakers.getBreaker(placeNameOf(definition));
  const isLeasing = options.supervised !== false && choice === 'auto';
  const parts: ControllerParts = {
    ...{ engines, choice, clock, events },
    keepFiles: ({ folder }) => stored.keepFiles(folder),
    leased: isLeasing ? leasedEngine({ home, projectFolder, clock, breakerOf, bulkheadOf }) : undefined,
    probe: probeReadiness,
    createClient,
    breakerOf,
    gateOf: (definition) => bulkheads.find(placeNameOf(definition)),
    watch: (controller) => loadWatch().watchService(controller),
    onFirstStart,
  };
  const installed = () => installedServices({ ...places, providers });
  const sources = [...LOCAL_SOURCES, stored.services];
  const resolver = new ServiceResolver({ environment, sources, known: installed, stored });
  const services = new ServiceRegistry({ parts, resolver, projectFolder, installed });
  const isolate = isolateProviders({ ...options, projectFolder, environment, clock, log, runtime: () => runtime });
  const loader = new ProviderLoader({ services, resolver, environment, home, events, log, isolate });
  const providers: ProviderRegistry = new ProviderRegistry({
    ...{ loader, projectFolder, lockFolder, home, clock, events, environment },
    sources: [...LOCAL_SOURCES, stored.providers],
  });
  const runtime = new Runtime({
    ...{ providers, services, engines, events, bulkheads, loader },
    ...{ stored, home, projectFolder, lockFolder },
    createCache: () => loadCache().createRuntimeCache({ home, engines, environment }),
    createBreakers: () => loadBreakers().createBreakers({ clock, events }),
    forgetProcessEnd: () => forgetProcessEnd(),
  });
  return runtime;
}

function placesOf({ home, projectFolder = process.cwd() }: RuntimeOptions, environment: NodeJS.ProcessEnv) {
  const project = resolve(projectFolder);
  return { projectFolder: project, lockFolder: findLockFolder(project), home: home ?? homeFolder(environment) };
}

/** What looks after a service is loaded while it gets ready: later it would keep the first call waiting. */
const createClient: typeof createServiceClient = (running) => {
  loadWatch();
  return createServiceClient(running);
};

/** What all callers of the same service at the same place share goes by it. */
function placeNameOf({ id, url }: ServiceDefinition): string {
  return url === undefined ? id : `${id} at ${url}`;
}

/** One that does not exist yet is made only where it is wanted. */
function bulkheadsByPlace(bulkheads: BulkheadRegistry): LeasePlace['bulkheadOf'] {
  return (definition, isWanted) => {
    const name = placeNameOf(definition);
    return isWanted ? bulkheads.getBulkhead(name) : bulkheads.find(name);
  };
}

/** Looks for a supervisor at each start of a service, which costs one look into a folder where none runs. */
function leasedEngine(place: LeasePlace): ControllerParts['leased'] {
  const address = supervisorAddress(place.home);
  const leases = once(() => loadLeases().createLeases(place));
  return async (definition, signal) => (existsSync(address) ? leases()(definition, signal) : undefined);
}

function engineChoice(value: string | undefined): EngineChoice {
  const name = value || 'auto';
  if (name === 'auto' || name === 'docker' || name === 'process' || name === 'remote') return name;
  throw new MediaConduitError('MC_CONFIG_INVALID', `There is no engine "${name}".`, {
    hint: 'use auto, docker or process',
    facts: { setting: 'MEDIACONDUIT_ENGINE', value: name },
  });
}
