import { createRuntime, setDefaultRuntime } from '@mediaconduit/runtime';
import { openCassette, temporaryFolder, type Exchange, type Recording } from '@mediaconduit/testkit';
import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OllamaProvider } from './index';
import { createTinyModels, environmentWithOllama } from './__fixtures__/real-ollama';
import { makeRecordedCalls } from './__fixtures__/recorded-calls';
import { RECORDING } from './__fixtures__/replayed-ollama';

/** Set it to any text to write the recordings anew. */
const IS_RECORDING = Boolean(process.env['MEDIACONDUIT_RECORD']);

describe('recordings/ollama.json', () => {
  it('is what Ollama answers', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'ollama.json');
    await record(file, join(folder.path, 'home'));
    if (IS_RECORDING) copyFileSync(file, RECORDING);
    expect(comparable(file)).toEqual(comparable(RECORDING));
  });
});

async function record(file: string, home: string): Promise<void> {
  await using runtime = createRuntime({
    projectFolder: dirname(__dirname),
    home,
    engine: 'process',
    environment: environmentWithOllama(),
  });
  setDefaultRuntime(runtime);
  const service = await runtime.services.getService('@mediaconduit/ollama-service');
  await createTinyModels(service);
  await using lease = await service.lease();
  const { version } = (await service.request({ path: '/api/version' })).json<{ version: string }>();
  const about = `ollama ${version}`;
  const cassette = await openCassette({ upstream: lease.baseUrl, file, about, mode: 'record', redact: withoutNoise });
  const ollama = (await runtime.providers.getProvider('.')) as OllamaProvider;
  await ollama.configure({ serviceUrl: cassette.url });
  await makeRecordedCalls(ollama);
  await cassette[Symbol.asyncDispose]();
}

/** Some members name files of this machine or come in any order, and nobody reads them. */
function withoutNoise({ request, response }: Exchange): Exchange {
  const isDropped = (key: string): boolean => ['modelfile', 'parameters', 'parent_model', 'tensors'].includes(key);
  const clean = (key: string, value: unknown): unknown => (isDropped(key) ? undefined : value);
  return { request, response: JSON.parse(JSON.stringify(response), clean) as Exchange['response'] };
}

const OF_ONE_RUN = /(_at|_duration|^digest|^id|^size|^embeddings)$/;

/** Without what is different in every run. What is asked at once may come in any order, and so may models. */
function comparable(file: string): readonly unknown[] {
  const clean = (key: string, value: unknown): unknown => {
    if (OF_ONE_RUN.test(key)) return '…';
    return key === 'models' ? inOrder(value as []) : value;
  };
  const { exchanges } = JSON.parse(readFileSync(file, 'utf8'), clean) as Recording;
  return inOrder(exchanges);
}

function inOrder(values: readonly unknown[]): readonly unknown[] {
  return values
    .map((value) => ({ value, text: JSON.stringify(value) }))
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ value }) => value);
}
