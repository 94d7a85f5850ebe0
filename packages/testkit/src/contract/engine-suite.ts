import { MediaConduitError } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '../folder/temporary-folder';
import type { TestRunner } from './engine-contract-suite';

/** The functions of a test runner that {@link engineSuite} needs; those of Jest and Vitest fit, with `before` and `after` also those of `node:test`. */
export interface SuiteRunner extends TestRunner {
  readonly beforeAll: (body: () => Promise<void>) => unknown;
  readonly afterAll: (body: () => Promise<void>) => unknown;
}

/** What runs the service of a provider under test. */
export type SuiteEngine = 'process' | 'docker';

/** Where a runtime of the suite is at home. */
export interface SuitePlace {
  readonly engine: SuiteEngine;
  /** A state folder that belongs to this suite alone. */
  readonly home: string;
}

/** What a behaviour is shown with. */
export interface SuiteContext<R> extends SuitePlace {
  /** The same for all behaviours of the suite, so that a service starts once. */
  readonly runtime: R;
  /** Empty at the start of the behaviour, gone at its end. */
  readonly folder: TemporaryFolder;
}

/** Which provider, and how a runtime for it is made. */
export interface EngineSuiteOptions<R> {
  /** Stands in the title: `ffmpeg-provider`. */
  readonly name: string;
  readonly engine: SuiteEngine;
  /** A runtime that runs services on this engine only: `createRuntime({ projectFolder, ...place })`. */
  readonly open: (place: SuitePlace) => R;
}

/** Registers one behaviour. */
export type SuiteBehaviour<R> = (title: string, body: (context: SuiteContext<R>) => Promise<void>) => void;

/**
 * Registers behaviours of a provider on a real engine. Write them once, in a function of the engine's name, and call it
 * with `process` from `x.test.ts` and with `docker` from `x.container.test.ts`. The runtime is opened before the first
 * behaviour and disposed behind the last one, which stops what it started.
 */
export function engineSuite<R extends AsyncDisposable>(
  runner: SuiteRunner,
  { engine, name, open }: EngineSuiteOptions<R>,
  register: (behaviour: SuiteBehaviour<R>) => void,
): void {
  runner.describe(`${name} on ${engine}`, () => {
    let home: TemporaryFolder | undefined;
    let opened: { readonly place: SuitePlace; readonly runtime: R } | undefined;
    runner.beforeAll(async () => {
      home = await temporaryFolder();
      const place = { engine, home: home.path };
      opened = { place, runtime: open(place) };
    });
    runner.afterAll(async () => {
      try {
        await opened?.runtime[Symbol.asyncDispose]();
      } finally {
        await home?.[Symbol.asyncDispose]();
      }
    });
    register((title, body) =>
      runner.it(title, async () => {
        if (!opened) throw new MediaConduitError('MC_INTERNAL', 'The runner called a behaviour before beforeAll.');
        await using folder = await temporaryFolder();
        await body({ ...opened.place, runtime: opened.runtime, folder });
      }),
    );
  });
}
