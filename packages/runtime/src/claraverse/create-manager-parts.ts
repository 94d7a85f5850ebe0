import { SILENT_LOGGER, SYSTEM_CLOCK, type Clock, type Logger } from '@mediaconduit/sdk';
import { createRuntime, type RuntimeOptions } from '../create-runtime';
import type { Runtime } from '../runtime';
import { Supervisor } from '../supervisor/supervisor';
import type { ManagerConfig } from './manager-config';
import type { ManagerParts } from './manager-parts';
import type { DeploymentChoices } from './service-record';

/** Settings of a manager; everything has a default. */
export interface ManagerOptions extends Pick<RuntimeOptions, 'projectFolder' | 'home' | 'environment' | 'engine'> {
  /** How the user deploys each service. Default: as the definitions say. */
  readonly configManager?: DeploymentChoices;
  readonly config?: Partial<ManagerConfig>;
  /** Runs the services that need an engine; it stays open. Default: one of its own, made when it is needed. */
  readonly runtime?: Runtime;
  readonly clock?: Clock;
  /** Default: silent. */
  readonly log?: Logger;
  /** Default: `process.platform`. */
  readonly platform?: string;
  /** From 0 up to 1, spreads restarts. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Makes what a manager stands on. */
export function createManagerParts(options: ManagerOptions): ManagerParts {
  const { clock = SYSTEM_CLOCK, log = SILENT_LOGGER, platform = process.platform, random } = options;
  const { environment = process.env } = options;
  let own: Runtime | undefined;
  const runtime = (): Runtime => {
    const { projectFolder, home, engine } = options;
    const settings = { projectFolder, home, environment, engine, clock, log, supervised: false };
    return options.runtime ?? (own ??= createRuntime(settings));
  };
  return {
    supervisor: new Supervisor({ clock, log, random }),
    ...{ clock, log, platform, environment, runtime },
    close: async () => own?.close(),
    closeSync: () => own?.closeSync(),
  };
}
