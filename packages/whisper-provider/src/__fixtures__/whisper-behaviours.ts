import { createRuntime, type Runtime } from '@mediaconduit/runtime';
import { engineSuite, type SuiteEngine, type SuitePlace } from '@mediaconduit/testkit';
import { dirname } from 'node:path';
import type { WhisperAudioToTextModel } from '../index';
import { cacheBehaviours } from './cache-behaviours';
import { endBehaviours } from './end-behaviours';
import { copyWeights, keepVenvs, weightsFolder } from './real-whisper';
import { refusalBehaviours } from './refusal-behaviours';
import { speechBehaviours } from './speech-behaviours';

/** Opens a model of the suite's runtime, with real weights in the cache of its service. */
export type OpenWhisper = (runtime: Runtime, model?: string) => Promise<WhisperAudioToTextModel>;

/** What the provider does with real weights, whatever runs its service. */
export function whisperBehaviours(engine: SuiteEngine): void {
  const projectFolder = dirname(dirname(__dirname));
  const environment = { ...process.env, ...(engine === 'process' && { WHISPER_CACHE: weightsFolder() }) };
  const open = (place: SuitePlace): Runtime => {
    if (engine === 'process') keepVenvs(place.home);
    return createRuntime({ projectFolder, environment, ...place });
  };
  const prepared = new WeakMap<Runtime, Promise<void>>();
  const openWhisper: OpenWhisper = async (runtime, model = 'whisper-base') => {
    const ready = prepared.get(runtime) ?? (engine === 'docker' ? copyWeights(runtime) : Promise.resolve());
    prepared.set(runtime, ready);
    await ready;
    const provider = await runtime.providers.getProvider('.');
    return (await provider.getModel(model)) as WhisperAudioToTextModel;
  };
  engineSuite({ describe, it, beforeAll, afterAll }, { name: 'whisper-provider', engine, open }, (behaviour) => {
    speechBehaviours(behaviour, openWhisper);
    refusalBehaviours(behaviour, openWhisper);
    endBehaviours(behaviour, openWhisper);
    if (engine === 'docker') cacheBehaviours(behaviour, openWhisper);
  });
}
