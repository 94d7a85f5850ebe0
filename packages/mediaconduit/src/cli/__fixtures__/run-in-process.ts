import { Readable } from 'node:stream';
import { createRuntime, EngineSet } from '@mediaconduit/runtime';
import { Text, type Capability, type Model, type Provider, type StreamEvent } from '@mediaconduit/sdk';
import { createFakeEngine, temporaryFolder } from '@mediaconduit/testkit';
import { runCommandLine } from '../command-line';
import { FakeStream } from './fake-terminal';

/** What the command is run with. */
export interface Given {
  readonly model: Partial<Model<Capability>>;
  readonly terminal?: boolean;
  /** Of the terminal. */
  readonly columns?: number;
  /** Default: nothing, from a terminal when `terminal` says so. */
  readonly stdin?: Readable & { readonly isTTY?: boolean };
  /** Whether stderr is a terminal. Default false. */
  readonly talksToTerminal?: boolean;
  /** Of the provider. */
  readonly refreshModels?: Provider['refreshModels'];
}

/** Runs the command in this process, with one provider "p" that has one model "m". */
export async function start(words: readonly string[], given: Given) {
  const { model, terminal = false, columns } = given;
  const folder = await temporaryFolder();
  const [stdout, stderr] = [new FakeStream(terminal, columns), new FakeStream(given.talksToTerminal === true, 80)];
  const engine = createFakeEngine();
  const run = runCommandLine(words, {
    environment: { NO_COLOR: '1' },
    folder: folder.path,
    stdin: given.stdin ?? Object.assign(Readable.from([]), { isTTY: terminal }),
    stdout,
    stderr,
    createRuntime: (options) => {
      const runtime = createRuntime({
        ...options,
        home: folder.path,
        engines: new EngineSet({ process: () => engine }),
      });
      runtime.providers.register(Object.assign(providerOf(model), { refreshModels: given.refreshModels }));
      return runtime;
    },
  });
  const exitCode = run.exitCode.finally(() => folder[Symbol.asyncDispose]());
  return { run, exitCode, stdout, stderr };
}

function providerOf(model: Partial<Model<Capability>>): Provider {
  const whole = { id: 'm', name: 'M', isAvailable: async () => true, capabilities: ['text-to-text'], ...model };
  const provider = { id: 'p', name: 'P', type: 'local', models: [whole], capabilities: whole.capabilities };
  return {
    ...provider,
    configure: async () => undefined,
    isAvailable: async () => true,
    getModelsForCapability: () => [whole],
    getHealth: async () => ({ status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }),
    getModel: async () => whole,
    dispose: async () => undefined,
  } as unknown as Provider;
}

/** Yields the events; awaiting it gives the text of all. */
export function streamOf(events: readonly StreamEvent[]): Model['stream'] {
  return () => ({
    async *[Symbol.asyncIterator]() {
      yield* events;
    },
    then: (fulfilled, rejected) => Promise.resolve(new Text('all')).then(fulfilled, rejected),
  });
}
