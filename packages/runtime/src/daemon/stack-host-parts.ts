import type { Clock, EngineVolumes, Logger, ServiceDefinition } from '@mediaconduit/sdk';
import type { ConfigStore } from '../config/config-store';
import type { Variables } from '../config/interpolate';
import type { ResolvedStack, StackInputs } from '../config/resolved-stack';
import type { ServiceUnit } from '../supervisor/service-unit';
import type { Supervisor } from '../supervisor/supervisor';
import type { GroupSettings } from '../supervisor/supervisor-options';
import type { StackScopes } from './stack-scopes';

/** What one stack is made of, beside what the request says. */
export interface StackHostParts {
  readonly id: string;
  readonly file: string;
  readonly supervisor: Supervisor;
  /** Where the supervisor looks the sizes of groups up; the stack fills them in. */
  readonly groups: Record<string, GroupSettings>;
  /** Of all stacks of the supervisor. */
  readonly scopes: StackScopes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: ConfigStore;
  /** Parses a stack file and finds its services. @throws `MC_STACK_INVALID` */
  readonly resolve: (text: string, inputs: StackInputs) => Promise<ResolvedStack>;
  /** Services that start from now on get the variables of this user. */
  readonly useVariables: (variables: Variables) => void;
  readonly createUnit: (definition: ServiceDefinition, name: string) => ServiceUnit;
  /** Nobody is to answer any more where a service did that is gone for good. */
  readonly forgetAddress: (serviceId: string) => Promise<void>;
  /** `undefined` where no engine that has named volumes can be used. */
  readonly volumes: () => Promise<EngineVolumes | undefined>;
  /** Ends what the units share: engines and their connections. */
  readonly close: () => Promise<void>;
}
