import type { ServiceDefinition } from '@mediaconduit/sdk';
import {
  createFakeEngine,
  createManualClock,
  serviceDefinition,
  type FakeEngine,
  type FakeEngineOptions,
  type ManualClock,
} from '@mediaconduit/testkit';
import { EngineSet } from '../../engine/engine-set';
import { createRuntimeEmitter, type RuntimeEvents } from '../../runtime-events';
import type { ControllerParts } from '../controller-parts';
import { createBreakers } from '../create-breakers';
import { createServiceClient } from '../create-service-client';
import type { ProbeResult } from '../readiness-probe';
import { ServiceController } from '../service-controller';

const TOLD = [
  'service-state-changed',
  'service-started',
  'service-exited',
  'service-stopped',
  'service-error',
] as const;

/** A controller whose engine, clock and probe a test holds in its hands. */
export interface ControllerWorld extends AsyncDisposable {
  readonly engine: FakeEngine;
  readonly clock: ManualClock;
  readonly controller: ServiceController;
  readonly parts: ControllerParts;
  /** Events in order: `creating`, `starting` … for states, the event's name for all others. */
  readonly told: string[];
  /** How often the end-of-process hooks were asked for. */
  readonly firstStarts: number;
  /** Payloads of the events of one name. */
  payloads<K extends keyof RuntimeEvents>(name: K): RuntimeEvents[K][0][];
  /** What the next probes see; `ready` at first. */
  answer(probe: () => ProbeResult | Promise<ProbeResult>): void;
}

/** Options beside those of the fake engine. */
export interface ControllerWorldOptions extends FakeEngineOptions {
  readonly definition?: Partial<ServiceDefinition>;
  readonly parts?: Partial<ControllerParts>;
}

export function controllerWorld({
  definition,
  parts: overrides,
  ...engineOptions
}: ControllerWorldOptions = {}): ControllerWorld {
  const clock = createManualClock();
  const engine = createFakeEngine({ clock, ...engineOptions });
  const events = createRuntimeEmitter();
  const breakers = createBreakers({ clock, events });
  const recorded: { name: string; payload: object }[] = [];
  for (const name of TOLD) events.on(name, (payload: object) => recorded.push({ name, payload }));
  let probe: () => ProbeResult | Promise<ProbeResult> = () => ({ verdict: 'ready' });
  let firstStarts = 0;
  const parts: ControllerParts = {
    engines: new EngineSet({ [engine.name]: () => engine }),
    choice: 'auto',
    clock,
    events,
    probe: async () => probe(),
    createClient: createServiceClient,
    breakerOf: ({ id }) => breakers.getBreaker(id),
    onFirstStart: () => (firstStarts += 1),
    ...overrides,
  };
  const controller = new ServiceController(serviceDefinition(definition), parts);
  return {
    ...{ engine, clock, controller, parts },
    get told() {
      return recorded.map(({ name, payload }) =>
        name === 'service-state-changed' ? (payload as { currentState: string }).currentState : name,
      );
    },
    get firstStarts() {
      return firstStarts;
    },
    payloads: (name) => recorded.filter((one) => one.name === name).map(({ payload }) => payload as never),
    answer: (next) => (probe = next),
    async [Symbol.asyncDispose]() {
      await controller.close();
      await engine.close();
    },
  };
}
