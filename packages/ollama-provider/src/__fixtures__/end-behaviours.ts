import type { MediaConduitError, ServiceHandle } from '@mediaconduit/sdk';
import type { Runtime } from '@mediaconduit/runtime';
import { eventually, type SuiteBehaviour } from '@mediaconduit/testkit';
import type { OllamaTextToTextModel } from '../index';
import type { OpenOllama } from './ollama-behaviours';

const SERVICE = '@mediaconduit/ollama-service';

/** How answers end that nobody waits for. */
export function endBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenOllama): void {
  /** Freshly loaded: this model is so fast that a call which is cancelled often blocks it. See `unloadModel`. */
  const talker = async (runtime: Runtime): Promise<OllamaTextToTextModel> => {
    const ollama = await open(runtime);
    await ollama.unloadModel('tiny-talker');
    return (await ollama.getModel('tiny-talker')) as OllamaTextToTextModel;
  };
  const serviceOf = (runtime: Runtime): Promise<ServiceHandle> => runtime.services.getService(SERVICE);
  const endless = { system: 'sing', numPredict: -1 } as const;

  behaviour('stops the work when the call is cancelled', async ({ runtime }) => {
    const controller = new AbortController();
    const stream = (await talker(runtime)).stream('Hello', { ...endless, signal: controller.signal });
    let words = 0;
    const reading = (async () => {
      for await (const event of stream) {
        if (event.type === 'text-delta' && ++words === 20) controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await expect(stream).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await expectIdle(runtime);
  });

  behaviour('stops the work when the loop over a stream is left', async ({ runtime }) => {
    for await (const event of (await talker(runtime)).stream('Hello', endless)) {
      if (event.type === 'text-delta') break;
    }
    await expectIdle(runtime);
  });

  behaviour('ends at the deadline of the call', async ({ runtime }) => {
    await expect((await talker(runtime)).generate('Hello', { ...endless, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
    });
    await expectIdle(runtime);
  });

  behaviour('says that Ollama has gone, and starts it again for the next call', async ({ runtime, engine }) => {
    const model = await talker(runtime);
    const running = (await runtime.services.inspect()).find((service) => service.engine === engine);
    const reading = (async () => {
      let isStopped = false;
      for await (const event of model.stream('Hello', { ...endless, timeoutMs: 20_000 })) {
        if (event.type !== 'text-delta' || isStopped) continue;
        isStopped = true;
        await (await runtime.engines.get(engine))?.stop(running?.id ?? '');
      }
    })();
    const failure = await reading.catch((error: unknown) => error);
    // on its way out it may still have said that it lost the program which runs the model
    expect(['MC_SERVICE_GONE', 'MC_SERVICE_ERROR']).toContain((failure as MediaConduitError).code);
    expect((await eventually(() => model.generate('Hello', { timeoutMs: 5000 }))).content).toContain('tea');
  });

  behaviour('keeps its models where they can be listed and removed', async ({ runtime }) => {
    await (await serviceOf(runtime)).stopService();
    const ownEntries = async () =>
      (await runtime.cache.list()).entries.filter((entry) => entry.service === 'ollama-service');
    const entries = await ownEntries();
    expect(entries).toHaveLength(1);
    expect(entries[0]?.sizeBytes).toBeGreaterThan(1_500_000);
    await runtime.cache.remove(entries);
    expect(await ownEntries()).toEqual([]);
  });
}

/** Nothing is worked on: a model that sings keeps a processor busy. */
async function expectIdle(runtime: Runtime): Promise<void> {
  const service = await runtime.services.getService(SERVICE);
  await eventually(async () => expect((await service.getContainerStats()).cpuUsage).toBeLessThan(20));
}
