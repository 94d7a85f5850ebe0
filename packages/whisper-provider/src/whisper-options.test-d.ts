import type { SpokenWord, StreamEvent, Text } from '@mediaconduit/sdk';
import type { WhisperAudioToTextModel, WhisperAudioToTextModelOptions } from './index';

declare const model: WhisperAudioToTextModel;

void ([
  model.transform('a.wav'),
  model.transform(new Uint8Array(1), { task: 'translate', language: 'de', format: 'srt', wordTimestamps: true }),
  model.transform({ audio: 'a.wav' }, { vad: false, beamSize: 1, temperature: 0.2, prompt: 'Hi', hotwords: 'Oslo' }),
] satisfies Promise<Text>[]);
model.stream('a.wav') satisfies AsyncIterable<StreamEvent> & PromiseLike<Text>;
({}) satisfies WhisperAudioToTextModelOptions;
({ text: 'a', startMs: 0, endMs: 1 }) satisfies SpokenWord;

// @ts-expect-error -- no such option
void model.transform('a.wav', { lang: 'de' });
// @ts-expect-error -- no such format
void model.transform('a.wav', { format: 'docx' });
// @ts-expect-error -- a number of beams
void model.transform('a.wav', { beamSize: '5' });
