import { existsSync } from 'node:fs';
import path from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK, type Clock, type Logger } from '@mediaconduit/sdk';
import { ConfigWatcher } from '../config/config-watcher';
import type { CircuitRegistry } from '../resilience/circuit-registry';
import { registerStandardComponents } from './components/register-standard';
import { MeshConfigManager } from './config/mesh-config-manager';
import { secretsOf } from './config/mesh-secrets';
import { invalidConfig } from './config/parse-mesh-file';
import { createCircuits, createHealthChecker, createServiceMesh } from './create-service-mesh';
import type { HealthChecker } from './health/health-checker';
import { withLevel } from './log-level';
import { createRedactor } from '../config/redactor';
import type { ServiceMesh } from './service-mesh';
import { StartupOrchestrator } from './startup-orchestrator';

/** How the mesh of this process is made; everything has a default. */
export interface XSevenOptions {
  /** Default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: silent. Lines below `LOG_LEVEL` are dropped. */
  readonly log?: Logger;
  readonly clock?: Clock;
}

interface ProcessMesh {
  readonly config: MeshConfigManager;
  readonly health: HealthChecker;
  readonly circuits: CircuitRegistry;
  readonly mesh: ServiceMesh;
  readonly orchestrator: StartupOrchestrator;
  readonly watcher: ConfigWatcher | undefined;
  /** Whether the components of the configuration are registered. */
  isComplete: boolean;
}

const SLOT = Symbol.for('mediaconduit.mesh');

/** Shared by every copy of this package in the process. */
const globals = globalThis as { [SLOT]?: ProcessMesh };

/** Where the configuration is looked for when `XSEVEN_CONFIG_PATH` does not say. */
const PLACES = ['config/service_mesh.yml', 'config/service_mesh.yaml', 'service_mesh.yml', 'service_mesh.yaml'];

/**
 * The mesh of this process, with a component for every section that is enabled; `start()` starts it, and its file is followed.
 * @throws `MC_CONFIG_INVALID` with everything that is wrong in the configuration.
 */
export async function getServiceMesh(): Promise<ServiceMesh> {
  const process = current();
  const problems = process.config.validateConfig();
  if (problems.length > 0) throw invalidConfig(process.config.file, problems);
  if (process.isComplete) return process.mesh;
  process.isComplete = true;
  registerStandardComponents(process.mesh, () => process.config.getConfig());
  process.config.onChange(() => process.mesh.configure());
  process.watcher?.start();
  return process.mesh;
}

/** The health checks of this process; those that are registered are looked at from the start of the mesh on. */
export function getHealthChecker(): HealthChecker {
  return current().health;
}

/** The circuit breakers of this process. */
export function getCircuitManager(): CircuitRegistry {
  return current().circuits;
}

/** The components of this process, by the names of the original. */
export function getStartupOrchestrator(): StartupOrchestrator {
  return current().orchestrator;
}

/** The configuration of this process. */
export function getConfigManager(): MeshConfigManager {
  return current().config;
}

/** Sets how the mesh of this process is made. Must come before everything else here, else it ends what was made. */
export async function configureServiceMesh(options: XSevenOptions): Promise<void> {
  await resetServiceMesh();
  globals[SLOT] = createProcessMesh(options);
}

/** Stops the mesh of this process and forgets it; the next use makes another. */
export async function resetServiceMesh(): Promise<void> {
  const process = globals[SLOT];
  globals[SLOT] = undefined;
  if (!process) return;
  await process.watcher?.close();
  await process.mesh.close();
}

function current(): ProcessMesh {
  globals[SLOT] ??= createProcessMesh({});
  return globals[SLOT];
}

function createProcessMesh(options: XSevenOptions): ProcessMesh {
  const { environment = process.env, clock = SYSTEM_CLOCK, log = SILENT_LOGGER } = options;
  const file = configFile(environment);
  const config = new MeshConfigManager({ file, variables: environment });
  const getConfig = (): ReturnType<typeof config.getConfig> => config.getConfig();
  const redact = createRedactor(() => secretsOf(getConfig()));
  const health = createHealthChecker(clock, getConfig(), redact);
  const circuits = createCircuits(clock, getConfig());
  const leveled = withLevel(log, () => getConfig().logLevel);
  const mesh = createServiceMesh({ config: getConfig, clock, log: leveled, health, circuits });
  const take = config.takeFile.bind(config);
  const watcher = file === undefined ? undefined : new ConfigWatcher({ file, clock, log: leveled, take });
  const orchestrator = new StartupOrchestrator(mesh, getServiceMesh);
  return { config, health, circuits, mesh, orchestrator, watcher, isComplete: false };
}

/** A file that `XSEVEN_CONFIG_PATH` names need not be there yet; without one the variables alone say everything. */
function configFile(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment['XSEVEN_CONFIG_PATH'];
  const found = named ? named : PLACES.find((place) => existsSync(place));
  return found === undefined ? undefined : path.resolve(found);
}
