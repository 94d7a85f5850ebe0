import type { Runtime } from '@mediaconduit/runtime';
import { Video, type Progress, type SpokenWord } from '@mediaconduit/sdk';
import type { SuiteBehaviour } from '@mediaconduit/testkit';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SpokenSegment } from '../index';
import { INSTALLED_LANGUAGES } from '../language-code';
import { ffmpeg, QUICK, SENTENCES, speak } from './real-whisper';
import type { OpenWhisper } from './whisper-behaviours';
import { wordErrorRate } from './word-error-rate';

const TEXT = SENTENCES.join(' ');

/** What it hears. The library alone, on the same sound, makes no mistake (the service's own tests compare the two). */
export function speechBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenWhisper): void {
  behaviour('hears what is said, with language, confidence and times', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const reports: Progress[] = [];
    const file = speak(`${folder.path}/speech.wav`, TEXT);
    const text = await model.transform(file, { onProgress: (report) => reports.push(report) });
    expect(wordErrorRate(TEXT, text.content)).toBeLessThan(0.05);
    expect(text.language).toBe('en');
    expect(text.confidence).toBeGreaterThan(0.3);
    const { duration, segments } = text.metadata as { duration: number; segments: SpokenSegment[] };
    const times = segments.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(duration * 1000 + 1000);
    expect(text.timing?.computeMs).toBeGreaterThan(0);
    expect(text.lineage).toMatchObject({ provider: 'whisper', model: 'whisper-base' });
    expect(new Set(reports.map(({ phase }) => phase))).toEqual(new Set(['upload', 'load', 'compute']));
    const sent = reports.filter(({ phase }) => phase === 'upload').at(-1);
    expect(sent?.completed).toBe(sent?.total);
  });

  behaviour('says when each word is spoken', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const file = speak(`${folder.path}/speech.wav`, TEXT);
    const text = await model.transform(file, { ...QUICK, wordTimestamps: true });
    const words = text.metadata['words'] as SpokenWord[];
    expect(wordErrorRate(TEXT, words.map((word) => word.text).join(' '))).toBeLessThan(0.05);
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  behaviour('writes subtitles', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const file = speak(`${folder.path}/speech.wav`, TEXT);
    const srt = await model.transform(file, { ...QUICK, format: 'srt' });
    const blocks = srt.content.trim().split('\n\n');
    expect(blocks.length).toBeGreaterThan(2);
    blocks.forEach((block, index) =>
      expect(block).toMatch(new RegExp(`^${index + 1}\n00:00:\\d\\d,\\d{3} --> 00:00:\\d\\d,\\d{3}\n\\S`)),
    );
    expect(wordErrorRate(TEXT, srt.metadata['text'] as string)).toBeLessThan(0.05);
    const vtt = await model.transform(file, { ...QUICK, format: 'vtt' });
    expect(vtt.content).toMatch(/^WEBVTT\n\n00:00:\d\d\.\d{3} --> 00:00:\d\d\.\d{3}\n\S/);
  });

  behaviour('hears nothing in silence', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const file = ffmpeg(`${folder.path}/silence.wav`, '-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '10');
    const text = await model.transform(file);
    expect(text).toMatchObject({ content: '', metadata: { segments: [], duration: 10 } });
  });

  behaviour('takes the sound of a video, bytes and streams', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const sentence = SENTENCES[0] ?? '';
    const wav = speak(`${folder.path}/speech.wav`, sentence);
    const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=5', '-shortest'];
    const video = ffmpeg(`${folder.path}/speech.mp4`, '-i', wav, ...picture);
    const inputs = [Video.fromFile(video), { audio: video }, await readFile(wav), createReadStream(wav)];
    for (const input of inputs) {
      const { content } = await model.transform(input as Buffer, QUICK);
      expect(wordErrorRate(sentence, content)).toBeLessThan(0.15);
    }
  });

  behaviour('knows the language, and translates into English', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const german = 'Guten Morgen, heute ist das Wetter sehr schön. Die Kinder spielen im Garten und die Sonne scheint.';
    const file = speak(`${folder.path}/german.wav`, german, 'de');
    expect((await model.transform(file)).language).toBe('de');
    const english = await model.transform(file, { ...QUICK, task: 'translate', language: 'German' });
    expect(english.content.toLowerCase()).toContain('children');
  });

  behaviour('has a second kind of model, for English without a GPU', async ({ runtime, folder }) => {
    const model = await open(runtime, 'moonshine-tiny');
    const file = speak(`${folder.path}/speech.wav`, TEXT);
    const text = await model.transform(file);
    // measured alone on the same sound: 0.05 to 0.15 with voices of espeak-ng, which it was not trained on
    expect(wordErrorRate(TEXT, text.content)).toBeLessThan(0.25);
    const failure = await model.transform(file, { wordTimestamps: true }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      message: expect.stringContaining('no times of words'),
    });
  });

  behaviour('finds the models of its service', async ({ runtime }) => {
    await open(runtime);
    const models = await (await runtime.providers.getProvider('.')).refreshModels?.();
    expect(models?.map(({ id }) => id)).toEqual(expect.arrayContaining(['whisper-stt', 'whisper-tiny.en']));
    const service = await runtime.services.getService('@mediaconduit/whisper-service');
    expect((await service.request({ path: '/models' })).json()).toMatchObject({ languages: INSTALLED_LANGUAGES });
    const known = await open(runtime, 'whisper-distil-small.en');
    expect(known.info.description).toContain('English');
  });
}
