import { createRuntime, type Runtime } from '@mediaconduit/runtime';
import { engineSuite, type SuiteEngine, type SuitePlace } from '@mediaconduit/testkit';
import { dirname } from 'node:path';
import type { OllamaProvider } from '../index';
import { answerBehaviours } from './answer-behaviours';
import { endBehaviours } from './end-behaviours';
import { libraryBehaviours } from './library-behaviours';
import { createTinyModels, environmentWithOllama } from './real-ollama';
import { refusalBehaviours } from './refusal-behaviours';

/** Opens the provider of the suite's runtime, with the small models of the tests in its Ollama. */
export type OpenOllama = (runtime: Runtime) => Promise<OllamaProvider>;

/** What the provider does with a real Ollama, whatever runs it. */
export function ollamaBehaviours(engine: SuiteEngine): void {
  const environment = environmentWithOllama();
  const projectFolder = dirname(dirname(__dirname));
  const open = (place: SuitePlace): Runtime => createRuntime({ projectFolder, environment, ...place });
  const opened = new WeakMap<Runtime, Promise<OllamaProvider>>();
  const openOllama: OpenOllama = (runtime) => {
    const provider = opened.get(runtime) ?? prepare(runtime);
    opened.set(runtime, provider);
    return provider;
  };
  engineSuite({ describe, it, beforeAll, afterAll }, { name: 'ollama-provider', engine, open }, (behaviour) => {
    libraryBehaviours(behaviour, openOllama);
    answerBehaviours(behaviour, openOllama);
    refusalBehaviours(behaviour, openOllama);
    endBehaviours(behaviour, openOllama);
  });
}

async function prepare(runtime: Runtime): Promise<OllamaProvider> {
  await createTinyModels(await runtime.services.getService('@mediaconduit/ollama-service'));
  const provider = (await runtime.providers.getProvider('.')) as OllamaProvider;
  await provider.refreshModels();
  return provider;
}
