import { setDefaultRuntime, type Runtime } from '@mediaconduit/runtime';
import type { SuiteBehaviour } from '@mediaconduit/testkit';
import { OllamaDockerProvider } from '../index';
import type { OpenOllama } from './ollama-behaviours';

/** What it knows of the models that are there. */
export function libraryBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenOllama): void {
  behaviour('asks Ollama which models it has, and what each can do', async ({ runtime }) => {
    const ollama = await open(runtime);
    const idsFor = (capability: string): string[] => ollama.getModelsForCapability(capability).map(({ id }) => id);
    expect(idsFor('text-to-text')).toEqual(
      expect.arrayContaining(['llama3', 'mistral', 'tiny-talker', 'tiny-thinker']),
    );
    expect(idsFor('text-to-embedding')).toEqual(['tiny-embedder']);
    const talker = ollama.models.find(({ id }) => id === 'tiny-talker');
    expect(talker?.parameters).toEqual({ abilities: ['completion', 'tools'], contextLength: 4096 });
    expect(await ollama.getHealth()).toMatchObject({ status: 'healthy', models: ollama.models.length });
  });

  behaviour('reads names as Ollama does', async ({ runtime }) => {
    const ollama = await open(runtime);
    for (const name of ['tiny-talker', 'tiny-talker:latest', 'library/tiny-talker', 'Tiny-Talker']) {
      expect((await ollama.getModel(name)).id).toBe('tiny-talker');
    }
  });

  behaviour('tells how a model was made', async ({ runtime }) => {
    const details = await (await open(runtime)).showModel('tiny-embedder:latest');
    expect(details).toMatchObject({
      id: 'tiny-embedder',
      capabilities: ['text-to-embedding'],
      contextLength: 4096,
      embeddingLength: 128,
      family: 'llama',
      parameterSize: '215K',
    });
  });

  behaviour('copies and deletes a model', async ({ runtime }) => {
    const ollama = await open(runtime);
    await ollama.copyModel('tiny-talker', 'parrot:v2');
    const copy = (await ollama.listModels()).find(({ id }) => id === 'parrot:v2');
    expect(copy?.sizeBytes).toBeGreaterThan(800_000);
    expect((await ollama.getModel('parrot:v2').generate('Hello')).content).toContain('tea');
    await ollama.deleteModel('parrot:v2');
    expect(ollama.models.map(({ id }) => id)).not.toContain('parrot:v2');
    await expect(ollama.showModel('parrot:v2')).rejects.toMatchObject({ code: 'MC_MODEL_NOT_FOUND' });
  });

  behaviour(
    'can be made by hand under its old name, and configured with nothing after the start',
    async ({ runtime }) => {
      await open(runtime);
      setDefaultRuntime(runtime);
      const provider = new OllamaDockerProvider();
      expect(await provider.startService()).toBe(true);
      await provider.configure({});
      await provider.refreshModels();
      expect(provider.getModelsForCapability('text-to-text').map(({ id }) => id)).toContain('tiny-talker');
      expect(await provider.getModel('tiny-talker').transform('Hello')).toMatchObject({ kind: 'text' });
      expect(await provider.getServiceStatus()).toMatchObject({ running: true, health: 'healthy' });
    },
  );
}
