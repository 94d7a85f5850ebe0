import type { Runtime } from '@mediaconduit/runtime';
import { Audio } from '@mediaconduit/sdk';
import { eventually, type SuiteBehaviour } from '@mediaconduit/testkit';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { counter, ffmpeg, QUICK, SENTENCES, speak } from './real-whisper';
import type { OpenWhisper } from './whisper-behaviours';

/** What it refuses, and that it works on afterwards. */
export function refusalBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenWhisper): void {
  behaviour('refuses what has no sound, and works on', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=5', '-t', '1'];
    const wav = speak(`${folder.path}/speech.wav`, SENTENCES[0] ?? '');
    const inputs = {
      'random bytes': randomBytes(50_000),
      'a movie without sound': ffmpeg(`${folder.path}/silent.mp4`, ...picture),
      'half a movie': (await readFile(ffmpeg(`${folder.path}/whole.mp4`, ...picture))).subarray(0, 500),
    };
    for (const input of Object.values(inputs)) {
      await expect(model.transform(input)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    }
    await eventually(async () => expect(await counter(runtime, 'whisper_waiting')).toBe(0));
    expect((await model.transform(wav, QUICK)).content).toContain('weather');
  });

  behaviour('names the nearest model for an unknown one', async ({ runtime }) => {
    await expect(open(runtime, 'whisper-bsae')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: expect.stringContaining('whisper-base'),
    });
    const local = await open(runtime, '/no/such/folder');
    await expect(local.transform(Audio.fromBytes(randomBytes(10)))).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: expect.stringContaining('there are no weights in /no/such/folder'),
    });
  });

  behaviour('asks before it downloads more than 500 MB', async ({ runtime }) => {
    const model = await open(runtime, 'whisper-large-v3');
    const sound = Audio.fromBytes(randomBytes(10));
    await expect(model.transform(sound)).rejects.toMatchObject({ code: 'MC_CONFIRMATION_NEEDED' });
    const questions: unknown[] = [];
    const confirm = (question: unknown): boolean => {
      questions.push(question);
      return false;
    };
    await expect(model.transform(sound, { confirm })).rejects.toMatchObject({ code: 'MC_CONFIRMATION_NEEDED' });
    expect(questions).toEqual([{ text: 'Download 3.1 GB for whisper-large-v3?', sizeBytes: 3_090_000_000 }]);
  });
}
