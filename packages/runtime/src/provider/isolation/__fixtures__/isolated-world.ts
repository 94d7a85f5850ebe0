import { createFakeEngine, temporaryFolder, type FakeEngine, type FakeEngineOptions } from '@mediaconduit/testkit';
import type { Model, Provider } from '@mediaconduit/sdk';
import path from 'node:path';
import { createRuntime } from '../../../create-runtime';
import { EngineSet } from '../../../engine/engine-set';
import type { Runtime } from '../../../runtime';
import type { IsolationLimits } from '../isolation-limits';
import { ODD_MANIFEST, ODD_PROVIDER } from './odd-provider-code';

/** A project with one provider, which runs in a process of its own. */
export interface IsolatedWorld extends AsyncDisposable {
  readonly folder: string;
  readonly engine: FakeEngine;
  readonly runtime: Runtime;
  readonly warnings: string[];
  provider(): Promise<Provider>;
  model(id?: string): Promise<OddModel>;
  write(name: string, content: string | Uint8Array): Promise<string>;
}

/** A model that takes whatever a test gives. */
export interface OddModel extends Model {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at what comes back
  transform(input: any, options?: any): Promise<any>;
}

/** What a test changes about the world. */
export interface IsolatedWorldOptions {
  readonly limits?: Partial<IsolationLimits>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly engine?: FakeEngineOptions;
  readonly manifest?: string;
  readonly code?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const fast: Partial<IsolationLimits> = { memoryMb: 512 };

export async function isolatedWorld(options: IsolatedWorldOptions = {}): Promise<IsolatedWorld> {
  const temporary = await temporaryFolder();
  const at = (name: string) => path.join('node_modules', 'odd-provider', name);
  const files = {
    'package.json': JSON.stringify({ dependencies: { 'odd-provider': '1.0.0' } }),
    [at('package.json')]: JSON.stringify({ name: 'odd-provider', version: '1.0.0', main: 'index.js' }),
    [at('MediaConduit.provider.yml')]: options.manifest ?? ODD_MANIFEST,
    [at('index.js')]: options.code ?? ODD_PROVIDER,
    ...options.files,
  };
  for (const [name, content] of Object.entries(files)) await temporary.write(name, content);
  const engine = createFakeEngine({
    serve: () => (request, response) => void request.pipe(response),
    ...options.engine,
  });
  const runtime = createRuntime({
    projectFolder: temporary.path,
    home: path.join(temporary.path, 'home'),
    environment: { PATH: process.env['PATH'], ODD_TOKEN: 'hay-1234', OTHER: 'secret', ...options.environment },
    engines: new EngineSet({ process: () => engine, remote: () => createFakeEngine({ name: 'remote' }) }),
    isolation: { odd: 'process' },
    isolationLimits: { ...fast, ...options.limits },
  });
  const warnings: string[] = [];
  runtime.events.on('provider-warning', ({ message }) => warnings.push(message));
  const provider = (): Promise<Provider> => runtime.providers.getProvider('odd');
  return {
    ...{ folder: temporary.path, engine, runtime, warnings, provider },
    model: async (id = 'echo') => (await provider()).getModel(id) as unknown as Promise<OddModel>,
    write: async (name, content) => {
      await temporary.write(name, content as string);
      return path.join(temporary.path, name);
    },
    async [Symbol.asyncDispose]() {
      await runtime.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

/** Whether a process of this number runs. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
