import { HOST_RUNTIME, type DockerServiceHandle } from '@mediaconduit/sdk';
import { createFakeServiceHandle } from '@mediaconduit/testkit';
import { AbstractDockerProvider } from './abstract-docker-provider';
import type { ProviderConfig } from './provider-config';
import type { ProviderModel } from './provider-model';

class Whisper extends AbstractDockerProvider {
  readonly id = 'whisper-docker-provider';
  readonly name = 'Whisper';
  readonly type = 'local';
  readonly capabilities: ProviderModel['capabilities'] = ['audio-to-text'];
  readonly heard: unknown[] = [];
  serviceUrl: string | undefined = undefined;
  defaultBaseUrl = '';

  protected override getServiceUrl(): string | undefined {
    return this.serviceUrl;
  }

  protected override getDefaultBaseUrl(): string {
    return this.defaultBaseUrl;
  }

  protected override async onServiceReady(): Promise<void> {
    this.heard.push(`ready ${this.getDockerService().getServiceInfo().ports[0]}`);
  }

  protected override async onServiceConfigured(): Promise<void> {
    this.heard.push('configured');
  }

  protected override async onFallbackConfiguration({ baseUrl }: ProviderConfig): Promise<void> {
    this.heard.push(`fallback ${baseUrl}`);
  }

  override getAvailableModels(): string[] {
    return ['whisper-tiny'];
  }

  override createModel(id: string): unknown {
    return { id };
  }
}

describe('AbstractDockerProvider', () => {
  const environment = process.env;
  const globals = globalThis as Record<symbol, unknown>;
  const host = globals[HOST_RUNTIME];
  const asked: string[] = [];
  let warn: jest.SpyInstance;

  /** Puts a runtime in place whose services are fakes. */
  function hostRuntime(handle: DockerServiceHandle): void {
    globals[HOST_RUNTIME] = {
      openService: async (identifier: string, serviceConfig?: object) => {
        asked.push(serviceConfig ? `${identifier} ${JSON.stringify(serviceConfig)}` : identifier);
        return handle;
      },
    };
  }

  beforeEach(() => {
    process.env = { ...environment };
    delete process.env['SERVICE_URL'];
    delete process.env['WHISPER_SERVICE_URL'];
    delete globals[HOST_RUNTIME];
    asked.length = 0;
    warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env = environment;
    globals[HOST_RUNTIME] = host;
  });

  it('does nothing with its service until it is used', () => {
    const handle = createFakeServiceHandle();
    const provider = new Whisper(handle);
    expect(provider.getDockerService()).toBe(handle);
    expect([handle.legacyCalls, provider.heard]).toEqual([[], []]);
  });

  it('tells both hooks the address once, and again when the port is another', async () => {
    const handle = createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:1001' });
    const provider = new Whisper(handle);
    await provider.startService();
    await provider.getModel('whisper-tiny');
    expect(provider.heard).toEqual(['ready 1001', 'configured']);
    handle.moveTo('http://127.0.0.1:1002');
    await provider.getModel('whisper-tiny');
    expect(provider.heard).toEqual(['ready 1001', 'configured', 'ready 1002', 'configured']);
  });

  it('lets everybody wait for the same hooks, and calls them again when they failed', async () => {
    const provider = new Whisper(createFakeServiceHandle());
    await Promise.all([provider.getModel('whisper-tiny'), provider.getModel('whisper-tiny'), provider.configure({})]);
    expect(provider.heard).toEqual(['ready 49151', 'configured']);
    const failing = new Whisper(createFakeServiceHandle());
    jest.spyOn(failing.heard, 'push').mockImplementationOnce(() => {
      throw new TypeError('no client');
    });
    await expect(failing.getModel('whisper-tiny')).rejects.toThrow('no client');
    await failing.getModel('whisper-tiny');
    expect([...failing.heard]).toEqual(['ready 49151', 'configured']);
  });

  it('gives calls through its service the timeout and the retries that it is configured with', async () => {
    const handle = createFakeServiceHandle();
    const provider = new Whisper(handle);
    await provider.configure({ apiKey: 'k' });
    expect(handle.callDefaults).toEqual([]);
    await provider.configure({ timeout: 30_000, retries: 2 });
    expect(handle.callDefaults).toEqual([{ timeoutMs: 30_000, retries: 2 }]);
    await expect(provider.configure({ retries: -1 })).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
  });

  it('starts a service that has no address yet before it makes a model', async () => {
    const handle = createFakeServiceHandle();
    const info = handle.getServiceInfo();
    jest
      .spyOn(handle, 'getServiceInfo')
      .mockImplementation(() => ({ ...info, ports: handle.generation ? [4711] : [] }));
    const provider = new Whisper(handle);
    await expect(provider.getModel('whisper-tiny')).resolves.toEqual({ id: 'whisper-tiny' });
    expect([handle.legacyCalls, provider.heard]).toEqual([['startService'], ['ready 4711', 'configured']]);
  });

  it('opens its service once for callers at the same time', async () => {
    hostRuntime(createFakeServiceHandle());
    const provider = new Whisper();
    provider.serviceUrl = 'github:o/r';
    await expect(Promise.all([provider.startService(), provider.startService()])).resolves.toEqual([true, true]);
    expect(asked).toEqual(['github:o/r']);
  });

  it('opens the service that configure() names', async () => {
    hostRuntime(createFakeServiceHandle());
    const provider = new Whisper();
    await provider.configure({ serviceUrl: 'github:o/whisper-service', baseUrl: 'http://127.0.0.1:9' });
    await expect(provider.startService()).resolves.toBe(true);
    await expect(provider.getServiceStatus()).resolves.toMatchObject({ running: true, healthy: true });
    await expect(provider.isAvailable()).resolves.toBe(true);
    expect(asked).toEqual(['github:o/whisper-service']);
  });

  it.each([
    ['its own variable', { WHISPER_SERVICE_URL: 'http://127.0.0.1:1', SERVICE_URL: 'x' }, 'http://127.0.0.1:1'],
    ['SERVICE_URL', { SERVICE_URL: 'http://127.0.0.1:2' }, 'http://127.0.0.1:2'],
    ['its class', {}, 'github:o/of-the-class'],
  ])('opens at first use the service that %s names', async (_where, variables, expected) => {
    Object.assign(process.env, variables);
    hostRuntime(createFakeServiceHandle());
    const provider = new Whisper();
    provider.serviceUrl = 'github:o/of-the-class';
    await expect(provider.startService()).resolves.toBe(true);
    expect(asked).toEqual([expected]);
  });

  it('is stopped, not broken, while there is no service', async () => {
    const provider = new Whisper();
    await expect(provider.startService()).resolves.toBe(false);
    await expect(provider.stopService()).resolves.toBe(false);
    await expect(provider.getServiceStatus()).resolves.toEqual({ running: false, healthy: false });
    await expect(provider.isAvailable()).resolves.toBe(false);
    await expect(provider.getHealth()).resolves.toMatchObject({ status: 'unhealthy' });
    expect(() => provider.getDockerService()).toThrow('Service not configured. Please call configure() first.');
    expect(warn.mock.calls).toEqual([['[Whisper] Service not properly configured']]);
  });

  it('passes serviceConfig on to the service', async () => {
    hostRuntime(createFakeServiceHandle());
    await new Whisper().configure({ serviceUrl: 'github:o/r', serviceConfig: { serviceName: 'web' } });
    expect(asked).toEqual(['github:o/r {"serviceName":"web"}']);
  });

  it('warns once when the service that the environment names cannot be opened, and is usable with another', async () => {
    process.env['WHISPER_SERVICE_URL'] = 'github:o/none';
    globals[HOST_RUNTIME] = { openService: () => Promise.reject(new Error('no such repository')) };
    const provider = new Whisper();
    await expect(provider.getServiceStatus()).resolves.toMatchObject({ running: false, healthy: false });
    await expect(provider.startService()).resolves.toBe(false);
    expect(warn.mock.calls).toEqual([
      ['[Whisper] Auto-configuration failed: no such repository'],
      ['[Whisper] Service not properly configured'],
    ]);
    hostRuntime(createFakeServiceHandle());
    await provider.configure({ serviceUrl: 'github:o/r' });
    await expect(provider.startService()).resolves.toBe(true);
  });

  it('says which package is missing when a service is named and no runtime is loaded', async () => {
    const provider = new Whisper();
    await expect(provider.configure({ serviceUrl: 'github:o/r' })).rejects.toMatchObject({
      code: 'MC_RUNTIME_MISSING',
    });
    provider.serviceUrl = 'github:o/r';
    const { running, error } = await provider.getServiceStatus();
    expect([running, error]).toEqual([false, expect.stringContaining('runtime')]);
  });

  it('falls back to an address', async () => {
    const provider = new Whisper();
    await provider.configure({ baseUrl: 'http://127.0.0.1:9000' });
    const other = new Whisper();
    other.defaultBaseUrl = 'http://127.0.0.1:9001';
    await other.configure({});
    expect([...provider.heard, ...other.heard]).toEqual([
      'fallback http://127.0.0.1:9000',
      'fallback http://127.0.0.1:9001',
    ]);
  });

  it('refuses to be configured with nothing, and with a timeout below a second', async () => {
    await expect(new Whisper().configure({})).rejects.toThrow(
      'baseUrl is required when no Docker service is available',
    );
    await expect(new Whisper().configure({ timeout: 10 })).rejects.toThrow('timeout must be at least 1000ms');
  });

  it('lists the models that the subclass names, until a list is assigned', () => {
    const provider = new Whisper();
    expect(provider.models).toMatchObject([{ id: 'whisper-tiny', capabilities: ['audio-to-text'] }]);
    provider.models = [];
    expect(provider.getModelsForCapability('audio-to-text')).toEqual([]);
  });
});
