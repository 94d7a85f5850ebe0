import type { Clock, ServiceDefinition, ServiceEngine } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';
import type { CallGate } from '../resilience/call-gate';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import type { RuntimeEmitter } from '../runtime-events';
import type { EngineChoice } from './choose-engine';
import type { createServiceClient } from './create-service-client';
import type { probeReadiness } from './readiness-probe';
import type { ServiceController } from './service-controller';
import type { ReadyDependencies } from './service-dependencies';

/** What all controllers of one runtime share. */
export interface ControllerParts {
  readonly engines: EngineSet;
  readonly choice: EngineChoice;
  /** The engine that takes a service from the supervisor of the home; `undefined` when there is none that has it. */
  readonly leased?: (definition: ServiceDefinition, signal: AbortSignal) => Promise<ServiceEngine | undefined>;
  /** Compares the files of a service that was fetched with what was stored, before they are run, and keeps them there. */
  readonly keepFiles?: (definition: ServiceDefinition) => Promise<void>;
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  readonly probe: typeof probeReadiness;
  readonly createClient: typeof createServiceClient;
  /** Whether services keep their addresses over restarts, for an owner who alone decides about them. */
  readonly keepAddress?: boolean;
  /** Somebody calls at the address that is kept, where nothing runs; see `EnsureOptions.onCaller`. */
  readonly onCaller?: () => Promise<unknown> | undefined;
  /** One for all who call the same service at the same place. */
  readonly breakerOf: (definition: ServiceDefinition) => CircuitBreaker;
  /** What limits the calls to it, if anything does; one for all who call the same service at the same place. */
  readonly gateOf?: (definition: ServiceDefinition) => CallGate | undefined;
  /** Looks after a service that is ready until it is disposed; left out where somebody else does. */
  readonly watch?: (controller: ServiceController) => Disposable;
  /** Starts what a service depends on; left out where somebody else does. */
  readonly dependenciesOf?: (definition: ServiceDefinition, signal: AbortSignal) => Promise<ReadyDependencies>;
  /** Called before anything is started for the first time: hooks for the end of the process. */
  readonly onFirstStart: () => void;
}
