import type { Clock, Logger } from '@mediaconduit/sdk';
import type { Runtime } from '../runtime';
import type { Supervisor } from '../supervisor/supervisor';

/** What a manager stands on. */
export interface ManagerParts {
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly platform: string;
  /** The variables of the user. */
  readonly environment: NodeJS.ProcessEnv;
  /** Made when a service first needs an engine. */
  readonly runtime: () => Runtime;
  /** Ends what the services shared. */
  readonly close: () => Promise<void>;
  /** For the end of the process: ends what can be ended without waiting. */
  readonly closeSync: () => void;
}
