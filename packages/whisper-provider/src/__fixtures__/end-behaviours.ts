import type { Runtime } from '@mediaconduit/runtime';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { eventually, type SuiteBehaviour } from '@mediaconduit/testkit';
import { counter, QUICK, SENTENCES, speak } from './real-whisper';
import type { OpenWhisper } from './whisper-behaviours';

/** More than five minutes. */
const LONG = Array.from({ length: 22 }, () => SENTENCES.join(' ')).join(' ');

/** How transcriptions end that nobody waits for. */
export function endBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenWhisper): void {
  behaviour(
    'streams what it hears long before the end, and stops when the loop is left',
    async ({ runtime, folder }) => {
      const model = await open(runtime);
      const heardBefore = await counter(runtime, 'whisper_audio_seconds_total');
      let total = 0;
      for await (const event of model.stream(speak(`${folder.path}/long.wav`, LONG), QUICK)) {
        if (event.type === 'progress' && event.progress.phase === 'compute') total = event.progress.total ?? 0;
        if (event.type !== 'segment') continue;
        expect(event.endMs).toBeLessThan(60_000);
        break;
      }
      expect(total).toBeGreaterThan(300);
      await expectIdle(runtime);
      expect(await counter(runtime, 'whisper_audio_seconds_total')).toBe(heardBefore);
    },
  );

  behaviour('stops the work when the call is cancelled', async ({ runtime, folder }) => {
    const model = await open(runtime);
    const controller = new AbortController();
    const file = speak(`${folder.path}/long.wav`, LONG);
    const cancelled = await counter(runtime, 'whisper_cancelled_total');
    const call = model.transform(file, {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === 'compute' && controller.abort(),
    });
    const failure = await call.catch((error: unknown) => error);
    expect(isMediaConduitError(failure, 'MC_CALL_ABORTED')).toBe(true);
    await eventually(async () => expect(await counter(runtime, 'whisper_cancelled_total')).toBe(cancelled + 1));
    await expectIdle(runtime);
    const text = await model.transform(speak(`${folder.path}/short.wav`, SENTENCES[0] ?? ''), QUICK);
    expect(text.content).toContain('weather');
    // its process was ended in the middle of a step, so the model had to be loaded again
    expect(text.metadata['modelLoadMs']).toBeGreaterThan(0);
  });
}

/** A model that works keeps a processor busy: between two looks it would have used more than this. */
async function expectIdle(runtime: Runtime): Promise<void> {
  const used = (): Promise<number> => counter(runtime, 'process_cpu_seconds_total');
  await eventually(async () => {
    const before = await used();
    for (let look = 0; look < 20; look++) await used();
    expect((await used()) - before).toBeLessThan(0.1);
  });
}
