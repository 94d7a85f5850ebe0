import type { Clock } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';
import type { RuntimeEmitter } from '../runtime-events';
import type { EngineChoice } from './choose-engine';
import type { probeReadiness } from './readiness-probe';
import type { ServiceClient } from './service-client';

/** What all controllers of one runtime share. */
export interface ControllerParts {
  readonly engines: EngineSet;
  readonly choice: EngineChoice;
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  readonly probe: typeof probeReadiness;
  readonly createClient: (serviceId: string, baseUrl: string) => Promise<ServiceClient>;
  /** Called before anything is started for the first time: hooks for the end of the process. */
  readonly onFirstStart: () => void;
}
