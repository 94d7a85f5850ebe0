import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { BreakerSettings } from '../resilience/breaker-settings';
import type { BulkheadSettings } from '../resilience/bulkhead-settings';
import type { StackGroup } from '../stack-file/stack-definition';
import type { StackMember } from '../supervisor/stack-member';
import type { Variables } from './interpolate';
import type { FeatureSwitches } from './select-services';

/** Who said a value of a service. */
export type ValueOrigin =
  | { readonly from: 'default' }
  /** The service's own manifest. */
  | { readonly from: 'manifest'; readonly file: string }
  /** `place` is `file:line:column`. */
  | { readonly from: 'stack file' | 'platform override'; readonly place: string }
  /** Variables of the user that the stack file names. */
  | { readonly from: 'environment'; readonly variables: readonly string[]; readonly place: string };

/** One service of a stack with everything that is known about it before it is started. */
export interface ResolvedService extends Omit<StackMember, 'createUnit'> {
  /** What the engine runs; its id is the name of the entry. */
  readonly definition: ServiceDefinition;
  /** The id that the service has of itself: providers ask for it by that. */
  readonly serviceId: string;
  readonly breaker: BreakerSettings;
  readonly bulkhead: BulkheadSettings;
  /** Who said each value, by its path: `environment.PORT`, `restart.delayMs`. */
  readonly origins: Readonly<Record<string, ValueOrigin>>;
}

/** What the text of a stack file is resolved with. */
export interface StackInputs {
  /** Features that are switched otherwise than the stack file says. */
  readonly features: FeatureSwitches;
  /** Variables of the user. */
  readonly variables: Variables;
}

/** A stack of which every service is known, and with the features of this moment. */
export interface ResolvedStack {
  readonly name: string;
  /** What engines know its services by; see `scopeOf`. */
  readonly scope: string;
  /** Absolute path of the stack file. */
  readonly file: string;
  /** Identifiers and folders of providers. */
  readonly providers: readonly string[];
  /** Those that are switched on, in the order of the file. */
  readonly services: readonly ResolvedService[];
  readonly groups: Readonly<Record<string, StackGroup>>;
  readonly inputs: StackInputs;
}
