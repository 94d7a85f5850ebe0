import { SILENT_LOGGER } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { createRuntime } from '@mediaconduit/runtime';
import { replayExchanges, temporaryFolder, type Exchange, type ReplayServer } from '@mediaconduit/testkit';
import { join } from 'node:path';
import { OllamaProvider } from '../index';

/** What a small Ollama really answered. */
export const RECORDING = join(__dirname, 'recordings', 'ollama.json');

/** A provider whose Ollama answers from a recording. */
export interface ReplayedOllama extends AsyncDisposable {
  readonly server: ReplayServer;
  readonly ollama: OllamaProvider;
}

/** Opens a provider on recorded exchanges: those of {@link RECORDING} by default. */
export async function replayedOllama(exchanges: string | readonly Exchange[] = RECORDING): Promise<ReplayedOllama> {
  const server = await replayExchanges(exchanges);
  const home = await temporaryFolder();
  const runtime = createRuntime({ home: home.path, environment: {} });
  const service = await runtime.services.getService(server.url);
  const manifest = readProviderManifestSync(OllamaProvider.packageFolder ?? '');
  if (!manifest) throw new Error('no manifest in the package folder');
  const ollama = new OllamaProvider({ manifest, service, config: {}, log: SILENT_LOGGER });
  const dispose = async (): Promise<void> => {
    await runtime.close();
    await server[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  };
  return { server, ollama, [Symbol.asyncDispose]: dispose };
}
