import type { EnsureOptions, RunningService, ServiceDefinition, ServiceEngine } from '@mediaconduit/sdk';
import { registerEventBehaviours } from './engine-event-behaviours';
import { registerOutputBehaviours } from './engine-output-behaviours';
import { registerEndBehaviours } from './engine-end-behaviours';
import { registerStartBehaviours } from './engine-start-behaviours';
import { registerStatsBehaviours } from './engine-stats-behaviours';
import { registerStopBehaviours } from './engine-stop-behaviours';

/** The two functions of a test runner that the suite needs; those of Jest, Vitest and `node:test` fit. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** The part of a definition that the suite varies. */
export interface ContractServiceOptions {
  readonly id: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the suite must know about one engine. */
export interface EngineContractOptions extends TestRunner {
  /** Stands in the title: `docker`. */
  readonly name: string;
  /** A new engine, as another program would create it; the suite closes it. */
  readonly createEngine: () => ServiceEngine | Promise<ServiceEngine>;
  /** A definition of the contract service (see `copyContractService`) that the engine can run. */
  readonly definition: (options: ContractServiceOptions) => ServiceDefinition;
  /** A definition without the block that the engine needs. */
  readonly unrunnable: ServiceDefinition;
  /** Whether two engines of this machine share a service (Docker), or each has its own (child processes). */
  readonly shared: boolean;
  /** Whether the engine can tell on this machine what a service uses. Default true. */
  readonly measures?: boolean;
}

/** One engine under test and what the behaviours do with it. */
export interface EngineUnderTest {
  readonly engine: ServiceEngine;
  readonly definition: EngineContractOptions['definition'];
  readonly options: EngineContractOptions;
  /** The contract service `contract-service` with these variables. */
  readonly define: (environment?: Readonly<Record<string, string>>) => ServiceDefinition;
  /** Ensures it, without a deadline. */
  readonly ensure: (definition?: ServiceDefinition, options?: Partial<EnsureOptions>) => Promise<RunningService>;
}

/** Registers one numbered behaviour, run with an engine of its own that is closed afterwards. */
export type Behaviour = (title: string, body: (test: EngineUnderTest) => Promise<void>) => void;

/**
 * Registers the behaviours that every engine must show. Everything runs against real services of the engine, so give
 * the runner's timeout accordingly. Assertions are those of `node:assert`.
 */
export function engineContractSuite(options: EngineContractOptions): void {
  options.describe(`engine contract: ${options.name}`, () => {
    let count = 0;
    const behaviour: Behaviour = (title, body) => {
      count += 1;
      options.it(`${String(count).padStart(2, '0')} ${title}`, () => withEngine(options, body));
    };
    registerStartBehaviours(behaviour);
    registerEndBehaviours(behaviour);
    registerOutputBehaviours(behaviour);
    registerEventBehaviours(behaviour);
    registerStatsBehaviours(behaviour);
    registerStopBehaviours(behaviour);
  });
}

async function withEngine(
  options: EngineContractOptions,
  body: (test: EngineUnderTest) => Promise<void>,
): Promise<void> {
  const engine = await options.createEngine();
  const define: EngineUnderTest['define'] = (environment = {}) =>
    options.definition({ id: 'contract-service', environment });
  try {
    await body({
      ...{ engine, options, define },
      definition: options.definition,
      ensure: (definition = define(), ensureOptions = {}) =>
        engine.ensure(definition, { signal: new AbortController().signal, ...ensureOptions }),
    });
  } finally {
    await engine.close();
  }
}
