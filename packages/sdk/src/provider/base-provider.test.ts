import { Text } from '../media/text';
import { textOf } from '../media/text-of';
import type { ProviderManifest } from '../manifest/provider-manifest';
import type { Model } from '../model/model';
import { BaseProvider } from './base-provider';
import { HOST_RUNTIME, type HostRuntime } from './host-runtime';
import { SILENT_LOGGER } from './logger';
import type { ModelInfo, ProviderContext } from './provider';
import type { ServiceHandle } from '../service/service-handle';

const MANIFEST: ProviderManifest = {
  id: 'echo',
  name: 'Echo',
  type: 'local',
  capabilities: ['text-to-text'],
  tags: [],
  models: [{ id: 'echo-1', name: 'Echo', capabilities: ['text-to-text'] }],
  dynamicModels: false,
  contract: { min: 1, max: 1 },
  dependencies: {},
  environment: {},
  folder: '/x',
  file: '/x/MediaConduit.provider.yml',
  warnings: [],
};

class EchoProvider extends BaseProvider {
  made = 0;

  protected override createModel({ id, name, capabilities }: ModelInfo): Model {
    this.made++;
    return { id, name, capabilities, isAvailable: async () => true, transform: async (text) => new Text(textOf(text)) };
  }

  service(): ServiceHandle {
    return this.requireService();
  }
}

class FolderProvider extends EchoProvider {
  static override readonly packageFolder = '/x';
}

const context = (manifest: Partial<ProviderManifest> = {}, rest: Partial<ProviderContext> = {}): ProviderContext => ({
  manifest: { ...MANIFEST, ...manifest },
  config: {},
  log: SILENT_LOGGER,
  ...rest,
});

const TINY: ModelInfo = { id: 'echo-tiny', name: 'Tiny', capabilities: ['text-to-text'] };

class AskingProvider extends EchoProvider {
  asked = 0;

  protected override async discoverModels(): Promise<readonly ModelInfo[]> {
    this.asked++;
    return [{ id: 'echo-1', name: 'Echo as the service names it', capabilities: ['text-to-text'] }, TINY];
  }
}

describe('BaseProvider', () => {
  afterEach(() => delete (globalThis as Record<symbol, unknown>)[HOST_RUNTIME]);

  it('says what its manifest says', () => {
    expect(new EchoProvider(context())).toMatchObject({
      id: 'echo',
      name: 'Echo',
      type: 'local',
      capabilities: ['text-to-text'],
      models: MANIFEST.models,
    });
  });

  it('marks every class that extends it with its contract', () => {
    expect((EchoProvider as unknown as Record<symbol, unknown>)[Symbol.for('mediaconduit.provider.contract')]).toBe(1);
  });

  it('finds models by any spelling of a capability', () => {
    const provider = new EchoProvider(context());
    expect(provider.getModelsForCapability('TEXT_TO_TEXT')).toHaveLength(1);
    expect(provider.getModelsForCapability('text-to-image')).toEqual([]);
    expect(provider.getModelsForCapability('nonsense')).toEqual([]);
  });

  it('makes each model once, and again after dispose', async () => {
    const provider = new EchoProvider(context());
    expect(await provider.getModel('echo-1')).toBe(await provider.getModel('echo-1'));
    await provider.dispose();
    await provider.getModel('echo-1');
    expect(provider.made).toBe(2);
  });

  it('says that a class in JavaScript lacks createModel()', async () => {
    class ShoutProvider extends (BaseProvider as unknown as typeof EchoProvider) {}
    await expect(new ShoutProvider(context()).getModel('echo-1')).rejects.toMatchObject({
      code: 'MC_PROVIDER_INVALID',
      message: 'The class ShoutProvider lacks the method createModel().',
      hint: expect.stringContaining('createModel(info)'),
    });
  });

  it('can be asked for a model and called at once', async () => {
    expect(await new EchoProvider(context()).getModel('echo-1').transform('hi')).toMatchObject({ content: 'hi' });
  });

  it('names the nearest model', async () => {
    await expect(new EchoProvider(context()).getModel('echo-2')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: 'Model echo-2 not found in Echo',
      hint: 'did you mean "echo-1"?',
    });
  });

  it('names the variable that a model needs, unless a key was configured', async () => {
    const environment = { ECHO_API_KEY: { required: true, secret: true, description: 'from echo.example' } };
    const provider = new EchoProvider(context({ environment }));
    await expect(provider.getModel('echo-1')).rejects.toMatchObject({
      code: 'MC_CONFIG_MISSING',
      message: 'Provider "echo" needs ECHO_API_KEY.',
      hint: 'set the variable ECHO_API_KEY: from echo.example',
    });
    await provider.configure({ apiKey: 'k' });
    expect((await provider.getModel('echo-1')).id).toBe('echo-1');
    const withValue = context({ environment }, { config: { environment: { ECHO_API_KEY: 'k' } } });
    expect((await new EchoProvider(withValue).getModel('echo-1')).id).toBe('echo-1');
  });

  it.each([999, 0, -1, Number.NaN])('refuses the timeout %p', async (timeout) => {
    await expect(new EchoProvider(context()).configure({ timeout })).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      message: 'timeout must be at least 1000ms',
    });
  });

  it.each([-1, 0.5, Number.NaN])('refuses %p retries', async (retries) => {
    await expect(new EchoProvider(context()).configure({ retries })).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      facts: { setting: 'retries', value: retries },
    });
  });

  it('gives calls to its service the timeout and the retries that it is configured with', async () => {
    const limited = { serviceId: 'limited' } as ServiceHandle;
    const withCallDefaults = jest.fn(() => limited);
    const service = { serviceId: 'echo', withCallDefaults } as Partial<ServiceHandle> as ServiceHandle;
    const provider = new EchoProvider(context({}, { service }));
    const before = await provider.getModel('echo-1');
    await provider.configure({ apiKey: 'k' });
    expect([provider.service(), await provider.getModel('echo-1')]).toEqual([service, before]);
    await provider.configure({ timeout: 30_000, retries: 2 });
    expect(withCallDefaults.mock.calls).toEqual([[{ timeoutMs: 30_000, retries: 2 }]]);
    expect(provider.service()).toBe(limited);
    expect(await provider.getModel('echo-1')).not.toBe(before);
  });

  it.each([
    ['an identifier', { serviceUrl: 'github:o/r', apiKey: undefined }, 'github:o/r'],
    ['an address alone', { baseUrl: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1'],
    ['both, the first of them', { serviceUrl: 'github:o/r', baseUrl: 'http://127.0.0.1:1' }, 'github:o/r'],
  ])('opens the service that it is configured with: %s', async (_what, config, identifier) => {
    const service = { serviceId: 'other' } as ServiceHandle;
    const openService = jest.fn(async () => service);
    const runtime: HostRuntime = { contextFor: () => context(), openService };
    (globalThis as Record<symbol, unknown>)[HOST_RUNTIME] = runtime;
    const provider = new EchoProvider(context());
    expect(() => provider.service()).toThrow(expect.objectContaining({ code: 'MC_SERVICE_NOT_FOUND' }));
    await provider.configure(config);
    expect(openService.mock.calls).toEqual([[identifier, undefined]]);
    expect(provider.service()).toBe(service);
  });

  it('passes serviceConfig on to the service', async () => {
    const openService = jest.fn(async () => ({ serviceId: 'other' }) as ServiceHandle);
    const runtime: HostRuntime = { contextFor: () => context(), openService };
    (globalThis as Record<symbol, unknown>)[HOST_RUNTIME] = runtime;
    const serviceConfig = { dockerCompose: 'gpu.yml' };
    await new EchoProvider(context()).configure({ serviceUrl: 'github:o/r', serviceConfig });
    expect(openService.mock.calls).toEqual([['github:o/r', serviceConfig]]);
  });

  it('is available without a service, and healthy', async () => {
    const provider = new EchoProvider(context());
    expect(await provider.isAvailable()).toBe(true);
    expect(await provider.getHealth()).toMatchObject({ status: 'healthy', activeJobs: 0, queuedJobs: 0 });
  });

  it('made by hand, finds its manifest through the runtime of the process', () => {
    const asked: string[] = [];
    const contextFor = (folder: string) => {
      asked.push(folder);
      return context();
    };
    (globalThis as Record<symbol, unknown>)[HOST_RUNTIME] = { contextFor };
    expect(new FolderProvider().id).toBe('echo');
    expect(asked).toEqual(['/x']);
    expect(() => new EchoProvider()).toThrow(expect.objectContaining({ code: 'MC_PROVIDER_INVALID' }));
  });

  it('made by hand without a runtime, says what to install', () => {
    expect(() => new FolderProvider()).toThrow(
      expect.objectContaining({
        code: 'MC_RUNTIME_MISSING',
        hint: expect.stringContaining('@mediaconduit/mediaconduit'),
      }),
    );
  });

  describe('with models that the service knows', () => {
    it('has those of the manifest until it is asked to look, then all, each once', async () => {
      const provider = new AskingProvider(context());
      expect(provider.models).toEqual(MANIFEST.models);
      const models = await provider.refreshModels();
      expect(models.map(({ id, name }) => [id, name])).toEqual([
        ['echo-1', 'Echo as the service names it'],
        ['echo-tiny', 'Tiny'],
      ]);
      expect(provider.models).toEqual(models);
      expect(provider.getModelsForCapability('text-to-text')).toHaveLength(2);
    });

    it('looks by itself for a model that is not listed', async () => {
      const provider = new AskingProvider(context());
      await expect(provider.getModel('echo-1')).resolves.toMatchObject({ id: 'echo-1' });
      expect(provider.asked).toBe(0);
      await expect(provider.getModel('echo-tiny')).resolves.toMatchObject({ id: 'echo-tiny' });
      expect(provider.asked).toBe(1);
    });

    it('names the nearest of all when there is none of that id', async () => {
      await expect(new AskingProvider(context()).getModel('echo-tyni')).rejects.toMatchObject({
        code: 'MC_MODEL_NOT_FOUND',
        hint: 'did you mean "echo-tiny"?',
        facts: { models: ['echo-1', 'echo-tiny'] },
      });
    });

    it('leaves a provider alone whose manifest lists all', async () => {
      await expect(new EchoProvider(context()).refreshModels()).resolves.toEqual(MANIFEST.models);
    });
  });
});
