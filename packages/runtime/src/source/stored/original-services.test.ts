import type { RuntimeEvents } from '../../runtime-events';
import { FarWorld, providerFiles, serviceFiles } from './__fixtures__/far-world';

let world: FarWorld;
beforeEach(async () => (world = await FarWorld.start()));
afterEach(() => world[Symbol.asyncDispose]());

const REPOSITORY = 'https://github.com/MediaConduit/ollama-service';

/** As the original core has it. */
const OLLAMA = `name: ollama-service
version: "1.0.0"
description: Language models
docker:
  composeFile: docker-compose.yml
  serviceName: ollama
  image: ollama/ollama:latest
  ports: [11434]
  healthCheck: { url: "http://localhost:11434/api/tags", interval: 30s, timeout: 10s, retries: 3 }
capabilities: [text-to-text, llm-inference, chat-completion]
`;

/** Of the owner that the guides name. */
const commit = (name: string, files: Readonly<Record<string, string>>): Promise<string> =>
  world.commit(`../MediaConduit/${name}`, files);
const commitOllama = (): Promise<string> =>
  commit('ollama-service', { 'MediaConduit.service.yml': OLLAMA, 'docker-compose.yml': 'services: { ollama: {} }\n' });

describe('the services of the original core', () => {
  it('come from their repositories, once, in every spelling', async () => {
    const found = await commitOllama();
    const { services } = world.runtime();
    const service = await services.getService(REPOSITORY);
    expect(await services.getService('github:MediaConduit/ollama-service')).toBe(service);
    expect(await services.getService('ollama-service')).toBe(service);
    expect(service.getServiceInfo()).toMatchObject({ composeService: 'ollama', dockerImage: 'ollama/ollama:latest' });
    expect(world.added).toMatchObject([{ identifier: 'github:mediaconduit/ollama-service', version: found }]);
  });

  it('are the default of a provider whose manifest names them, and what a variable says instead', async () => {
    await commitOllama();
    await commit('ollama-provider', {
      ...providerFiles('ollama'),
      'MediaConduit.provider.yml': `id: ollama\nname: Ollama\ntype: local\ncapabilities: [text-to-text]\nserviceUrl: ${REPOSITORY}\n`,
      'index.js': `exports.default = class {
        id = 'ollama'; name = 'Ollama'; type = 'local'; capabilities = ['text-to-text']; models = [];
        constructor(service) { this.seen = service.getServiceInfo().composeService; }
        async configure() {} async isAvailable() { return true; } getModelsForCapability() { return []; }
        async getModel() {} async getHealth() { return {}; }
      };`,
    });
    const seen = async (environment: NodeJS.ProcessEnv = {}): Promise<unknown> => {
      const { providers } = world.runtime(environment);
      return await providers.getProvider('github:MediaConduit/ollama-provider');
    };
    await expect(seen()).resolves.toMatchObject({ seen: 'ollama' });
    await commit('other', { ...serviceFiles });
    await expect(seen({ OLLAMA_SERVICE_URL: 'github:MediaConduit/other' })).resolves.toMatchObject({
      seen: 'cow-service',
    });
    const { services } = world.runtime({ OLLAMA_URL: 'http://127.0.0.1:9' });
    expect((await services.getService(REPOSITORY)).getServiceInfo()).toMatchObject({ composeService: 'ollama' });
  });

  it('are told step by step when a provider brings them', async () => {
    await commit('cow-service', serviceFiles);
    await commit('cow', providerFiles('cow', 'service: github:MediaConduit/cow-service\n'));
    const runtime = world.runtime();
    const told: string[] = [];
    const names = [
      'fetch-progress',
      'provider-added',
      'provider-loaded',
      'service-started',
      'service-stopped',
    ] as const;
    for (const name of names) runtime.events.on(name, (facts: RuntimeEvents[typeof name][0]) => tell(name, facts));
    const tell = (name: string, facts: object): void => {
      const { message } = facts as { readonly message?: string };
      told.push(message === undefined ? name : `${name}: ${message.split(' ')[0]}`);
    };
    const provider = await runtime.providers.getProvider('github:MediaConduit/cow');
    await (await provider.getModel('cow-default')).transform('moo');
    await runtime.services.stop('cow-service');
    expect(told).toEqual([
      ...['fetch-progress: looking', 'fetch-progress: fetching', 'fetch-progress: resolving', 'provider-added'],
      ...['fetch-progress: looking', 'fetch-progress: fetching', 'provider-added'],
      ...['provider-loaded', 'service-started', 'service-stopped'],
    ]);
  });
});
