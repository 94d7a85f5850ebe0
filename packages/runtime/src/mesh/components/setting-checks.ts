import { existsSync } from 'node:fs';
import type { SectionConfig } from '../config/mesh-settings';
import type { HealthVerdict } from '../health/health-result';

/** Whether a model can be asked as the section `dspy` says: nothing is called, only what it names is looked for. */
export function checkDspy({ model, trainingDataPath, optimizationEnabled }: SectionConfig<'dspy'>): HealthVerdict {
  const details = { model, trainingDataPath };
  if (optimizationEnabled && trainingDataPath && !existsSync(trainingDataPath))
    return { status: 'degraded', message: `there are no training data at ${trainingDataPath}`, details };
  return { status: 'healthy', details };
}

/** Whether the section `voice` names what speech is made and heard with: nothing is called. */
export function checkVoice(section: SectionConfig<'voice'>): HealthVerdict {
  const { provider, sttProvider, ttsProvider, voiceId } = section;
  const details = { provider, sttProvider, ttsProvider };
  const missing = Object.entries({ stt_provider: sttProvider, tts_provider: ttsProvider, voice_id: voiceId })
    .filter(([, value]) => value === '')
    .map(([name]) => name);
  if (missing.length > 0) return { status: 'degraded', message: `not set: ${missing.join(', ')}`, details };
  return { status: 'healthy', details };
}
