import { createRuntime, setDefaultRuntime } from '@mediaconduit/runtime';
import { recordExchanges, temporaryFolder, type Recording } from '@mediaconduit/testkit';
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
  const recorder = await recordExchanges({ upstream: lease.baseUrl, file, about: `ollama ${version}` });
  const ollama = (await runtime.providers.getProvider('.')) as OllamaProvider;
  await ollama.configure({ serviceUrl: recorder.url });
  await makeRecordedCalls(ollama);
  await recorder[Symbol.asyncDispose]();
}

const OF_ONE_RUN = /(_at|_duration|^digest|^id|^parent_model|^modelfile|^size|^embeddings)$/;

/** Without what is different in every run. What one call asks at once may come in any order. */
function comparable(file: string): Recording['exchanges'] {
  const text = readFileSync(file, 'utf8');
  const { exchanges } = JSON.parse(text, (key, value: unknown) => (OF_ONE_RUN.test(key) ? '…' : value)) as Recording;
  const key = ({ request }: Recording['exchanges'][number]): string => JSON.stringify(request);
  return [...exchanges].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
