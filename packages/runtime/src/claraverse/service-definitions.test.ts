import type { ClaraService } from './clara-service';
import { getHealthCheckTimeout } from './manager-config';
import {
  getCompatibleServices,
  getPlatformCompatibility,
  getSupportedDeploymentModes,
  isServiceModeSupported,
} from './platform-compatibility';
import { applyPlatformOverrides, PLATFORM_OVERRIDES } from './platform-overrides';
import { getServiceConfiguration, type SelectedFeatures } from './selected-features';
import { SERVICE_DEFINITIONS } from './service-definitions';
import { validateServiceConfiguration } from './validate-service-configuration';

const FLAGS = ['claraCore', 'ragAndTts', 'comfyUI', 'n8n'] as const;
const PLATFORMS = ['linux', 'darwin', 'win32'];

/** Every way to switch four features on, off, or to say nothing. */
const choices: SelectedFeatures[] = Array.from({ length: 3 ** FLAGS.length }, (_, number) =>
  Object.fromEntries(FLAGS.map((flag, place) => [flag, [true, false, undefined][Math.floor(number / 3 ** place) % 3]])),
);

const globals = globalThis as { selectedFeatures?: SelectedFeatures };
const names = (features?: SelectedFeatures): string[] => Object.keys(getServiceConfiguration(features));

describe('SERVICE_DEFINITIONS', () => {
  it('has the six services with what they depend on', () => {
    const dependencies = Object.entries(SERVICE_DEFINITIONS).map(([name, service]) => [name, service.dependencies]);
    expect(Object.fromEntries(dependencies)).toEqual({
      docker: [],
      'python-backend': ['docker'],
      llamaswap: ['docker'],
      comfyui: ['docker', 'python-backend'],
      n8n: ['docker'],
      mcp: ['llamaswap'],
    });
  });

  it('has the ports and paths of the original', () => {
    const { comfyui, llamaswap, n8n, 'python-backend': backend } = SERVICE_DEFINITIONS;
    expect(llamaswap.ports).toEqual({ main: 8091, proxy: 9999 });
    expect([backend, comfyui, n8n].map(({ dockerContainer }) => dockerContainer?.ports)).toEqual([
      { 5001: 5000 },
      { 8188: 8188 },
      { 5678: 5678 },
    ]);
    expect(n8n.manual).toMatchObject({ healthEndpoint: '/healthz', configKey: 'n8n_url', urlRequired: true });
  });
});

describe('getServiceConfiguration', () => {
  afterEach(() => delete globals.selectedFeatures);

  it.each(PLATFORMS)('is valid for every choice of features on %s', (platform) => {
    expect(choices).toHaveLength(81);
    for (const features of choices) {
      expect(validateServiceConfiguration(getServiceConfiguration(features, platform))).toEqual([]);
    }
  });

  it('takes in what the chosen services depend on', () => {
    expect(names({ claraCore: false, ragAndTts: false, comfyUI: true })).toEqual([
      'docker',
      'python-backend',
      'comfyui',
    ]);
    expect(names({ claraCore: true, ragAndTts: false })).toEqual(['docker', 'llamaswap', 'mcp']);
  });

  it('lets every feature count', () => {
    const none = { claraCore: false, ragAndTts: false, comfyUI: false, n8n: false };
    expect(names(none)).toEqual(['docker']);
    expect(names({ ...none, ragAndTts: true })).toEqual(['docker', 'python-backend']);
    expect(names({ ...none, n8n: true })).toEqual(['docker', 'n8n']);
    expect(names({})).toEqual(['docker', 'python-backend', 'llamaswap', 'mcp']);
  });

  it('reads the choice of the application from the global object, and has all without one', () => {
    expect(names()).toEqual(Object.keys(SERVICE_DEFINITIONS));
    globals.selectedFeatures = { claraCore: false, ragAndTts: false, n8n: true };
    expect(names()).toEqual(['docker', 'n8n']);
    expect(names({ claraCore: false, ragAndTts: true })).toEqual(['docker', 'python-backend']);
  });

  it('lays the values of the platform flat over the services', () => {
    expect(getServiceConfiguration({}, 'darwin')['llamaswap']).toMatchObject({
      binaryPath: './llamacpp-binaries/llamacpp-server-darwin-arm64',
      environment: expect.arrayContaining(['METAL_PERFORMANCE_SHADERS_ENABLED=1']),
      ports: { main: 8091 },
    });
    for (const platform of ['win32', 'linux']) {
      expect(getServiceConfiguration({}, platform)['llamaswap']?.environment).toContain('CUDA_VISIBLE_DEVICES=0');
    }
    expect(PLATFORM_OVERRIDES['win32']?.['llamaswap']?.binaryPath).toMatch(/win-x64\.exe$/);
    expect(applyPlatformOverrides({ n8n: SERVICE_DEFINITIONS.n8n })).toEqual({ n8n: SERVICE_DEFINITIONS.n8n });
  });
});

describe('validateServiceConfiguration', () => {
  const start = (): void => undefined;
  it.each<[string, Record<string, ClaraService>, string]>([
    ['an unknown dependency', { a: { start, dependencies: ['c'] } }, 'Service a depends on c which is not enabled'],
    ['a guess', { docker: { start }, a: { start, dependencies: ['dcoker'] } }, 'docker'],
    ['a circle', { a: { start, dependencies: ['b'] }, b: { start, dependencies: ['a'] } }, 'a → b → a'],
    ['itself', { a: { start, dependencies: ['a'] } }, 'a → a'],
    ['no start', { a: {} }, 'Service a has no start'],
    ['no binary', { a: { type: 'binary' } }, 'Service a is a binary without a binaryPath'],
    ['no image', { a: { type: 'docker-container' } }, 'Service a is a container without an image'],
  ])('names %s', (_what, services, error) => {
    expect(validateServiceConfiguration(services)).toEqual([expect.stringContaining(error)]);
  });

  it('names everything at once', () => {
    const services = {
      a: { dependencies: ['x'] },
      b: { start, dependencies: ['c'] },
      c: { start, dependencies: ['b'] },
    };
    expect(validateServiceConfiguration(services)).toHaveLength(3);
  });

  it('says that a platform has no binary', () => {
    expect(validateServiceConfiguration(getServiceConfiguration({ ragAndTts: false }, 'sunos'))).toEqual([
      'Service llamaswap is a binary without a binaryPath',
    ]);
  });
});

describe('deployment modes', () => {
  it.each([
    ['n8n', 'docker', 'darwin', true],
    ['comfyui', 'docker', 'darwin', false],
    ['comfyui', 'manual', 'darwin', true],
    ['llamaswap', 'docker', 'linux', false],
    ['llamaswap', 'native', 'linux', true],
    ['unknown', 'docker', 'linux', true],
    ['unknown', 'manual', 'linux', false],
  ])('%s as %s on %s: %s', (name, mode, platform, supported) => {
    expect(isServiceModeSupported(name, mode, platform)).toBe(supported);
  });

  it('lists them by service', () => {
    expect(getSupportedDeploymentModes('comfyui', 'darwin')).toEqual(['manual']);
    expect(getSupportedDeploymentModes('mcp')).toEqual(['native']);
    expect(getPlatformCompatibility('darwin')['comfyui']).toEqual({
      ...{ name: 'ComfyUI Image Generation', critical: false, supportedModes: ['manual'] },
      ...{ dockerSupported: false, manualSupported: true, manualConfig: SERVICE_DEFINITIONS.comfyui.manual },
    });
  });

  it('chooses one for each service', () => {
    const modes = (preferred?: 'manual', platform = 'darwin'): object =>
      Object.fromEntries(
        Object.entries(getCompatibleServices({ comfyUI: true, n8n: true }, preferred, platform)).map(
          ([name, { deploymentMode }]) => [name, deploymentMode],
        ),
      );
    expect(modes()).toMatchObject({ comfyui: 'manual', n8n: 'docker', llamaswap: 'native' });
    expect(modes('manual')).toMatchObject({ comfyui: 'manual', n8n: 'manual', docker: 'docker' });
    expect(Object.keys(modes(undefined, 'sunos'))).not.toContain('comfyui');
  });

  it('gives each type its time for a check', () => {
    const types = ['docker-daemon', 'docker-container', 'binary', 'service', undefined] as const;
    expect(types.map((type) => getHealthCheckTimeout({ type }))).toEqual([10_000, 15_000, 5000, 3000, 5000]);
  });
});
