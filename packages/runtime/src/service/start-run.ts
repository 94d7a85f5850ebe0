import { isMediaConduitError, type ErrorCode, type ServiceDefinition, type ServiceEngine } from '@mediaconduit/sdk';
import { chooseEngine } from './choose-engine';
import type { ControllerParts } from './controller-parts';
import type { EngineExits } from './engine-exits';
import type { HeldDependencies } from './held-dependencies';
import type { ServiceRun } from './retired-runs';
import type { ServiceClient } from './service-client';
import { startService, type StartOptions } from './start-service';

/** What a lease fails with when the stack has ended since somebody looked, or the supervisor has. */
const NOT_LENT: readonly ErrorCode[] = ['MC_SERVICE_NOT_FOUND', 'MC_SUPERVISOR_UNREACHABLE'];

/** One start of a service, and who is told of it. */
export interface RunOrder {
  readonly definition: ServiceDefinition;
  readonly parts: ControllerParts;
  /** Over that of the definition. */
  readonly environment: Readonly<Record<string, string>>;
  /** They hear of the engine before it starts anything. */
  readonly exits: EngineExits;
  /** Gets what it depends on, which is ready; to be freed when it has ended. */
  readonly dependencies: HeldDependencies;
  /** Called when the engine has started it, again for every other try. */
  readonly onStarting: (engine: ServiceEngine) => void;
  /** Called when it is ready, before anything else can become known of it. */
  readonly onReady: (run: ServiceRun) => void;
}

/**
 * Takes a service from the supervisor of the home where that has it; else, also when its stack is being stopped, an engine
 * of this program starts it.
 * @throws what {@link chooseEngine} and {@link startService} throw.
 */
export async function startRun(order: RunOrder, signal: AbortSignal): Promise<ServiceClient> {
  const { definition, parts } = order;
  const leased = await parts.leased?.(definition, signal);
  try {
    if (leased) return await startOn(leased, order, signal);
  } catch (error) {
    if (!NOT_LENT.some((code) => isMediaConduitError(error, code))) throw error;
  }
  await parts.keepFiles?.(definition);
  const engine = await chooseEngine(definition, parts.engines, parts.choice);
  if (definition.dependsOn.length === 0 || !parts.dependenciesOf) return startOn(engine, order, signal);
  const dependencies = await parts.dependenciesOf(definition, signal);
  order.dependencies.hold(dependencies);
  // in a container they would lead to the container itself
  const addresses = engine.name === 'process' ? dependencies.environment : {};
  return startOn(engine, { ...order, environment: { ...addresses, ...order.environment } }, signal);
}

async function startOn(
  engine: ServiceEngine,
  { definition, environment, exits, onReady, onStarting, parts }: RunOrder,
  signal: AbortSignal,
): Promise<ServiceClient> {
  exits.listenTo(engine);
  const { clock, events, keepAddress, onCaller, probe } = parts;
  const options: StartOptions = {
    ...{ clock, probe, keepAddress, onCaller },
    environment: { ...definition.environment, ...environment },
    onProgress: (message) => events.emit('service-progress', { name: definition.id, message }),
    createClient: (running) => {
      onStarting(engine);
      return parts.createClient(running);
    },
    onReady: (started) => onReady({ engine, ...started, readyAt: clock.now() }),
  };
  const { client } = await startService(definition, engine, options, signal);
  return client;
}
