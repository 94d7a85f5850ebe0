import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createManualHealthCheck } from './manual-health-check';
import { ServiceConfigurationManager } from './service-configuration-manager';

describe('ServiceConfigurationManager', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => (folder = await temporaryFolder()));
  afterEach(() => folder[Symbol.asyncDispose]());

  const open = (platform = 'linux') => new ServiceConfigurationManager({ folder: folder.path, platform });
  const written = (): unknown => JSON.parse(readFileSync(join(folder.path, 'service-config.json'), 'utf8'));

  it('keeps what the user chose', () => {
    open().setServiceConfig('n8n', 'manual', 'http://nas:5678');
    const again = open();
    expect([again.getServiceMode('n8n'), again.getServiceUrl('n8n')]).toEqual(['manual', 'http://nas:5678']);
    expect(again.getAllServiceConfigs()).toEqual({ n8n: { mode: 'manual', url: 'http://nas:5678' } });
    expect(written()).toMatchObject({ version: '1.0.0', platform: 'linux', lastModified: expect.any(Number) });
    expect(readdirSync(folder.path)).toEqual(['service-config.json']);
  });

  it('prefers Docker, else what the platform has', () => {
    expect(open().getServiceMode('comfyui')).toBe('docker');
    expect(open('darwin').getServiceMode('comfyui')).toBe('manual');
    expect(open().getServiceMode('llamaswap')).toBe('native');
    expect(open().getServiceUrl('comfyui')).toBeNull();
    expect([open('darwin').canUseDocker('comfyui'), open('darwin').canUseManual('comfyui')]).toEqual([false, true]);
  });

  it.each([
    ['n8n', 'manual', null],
    ['n8n', 'manual', 'nas:5678'],
    ['n8n', 'manual', 'not a url'],
    ['comfyui', 'docker', null],
    ['llamaswap', 'manual', 'http://nas'],
  ] as const)('refuses %s as %s at %s', (name, mode, url) => {
    const manager = open('darwin');
    expect(() => manager.setServiceConfig(name, mode, url)).toThrow(
      expect.objectContaining({ code: 'MC_CONFIG_INVALID', facts: expect.objectContaining({ service: name }) }),
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('forgets one choice, or all', () => {
    const manager = open();
    manager.setServiceConfig('n8n', 'manual', 'http://nas:5678');
    manager.setServiceConfig('comfyui', 'manual', 'http://nas:8188');
    manager.removeServiceConfig('n8n');
    manager.removeServiceConfig('n8n');
    expect(Object.keys(open().getAllServiceConfigs())).toEqual(['comfyui']);
    manager.resetToDefaults();
    expect(open().getAllServiceConfigs()).toEqual({});
  });

  it('takes an export on another machine, and warns of what that does not have', () => {
    const manager = open('win32');
    manager.setServiceConfig('comfyui', 'docker');
    manager.setServiceConfig('n8n', 'manual', 'http://nas:5678');
    const exported = manager.exportConfig();
    expect(exported).toMatchObject({ exportedPlatform: 'win32', exportedAt: expect.any(Number) });
    const other = open('darwin');
    expect(other.importConfig(JSON.parse(JSON.stringify(exported)))).toBe(true);
    expect(other.getAllServiceConfigs()).toEqual({ n8n: { mode: 'manual', url: 'http://nas:5678' } });
    expect(other.warnings).toEqual([
      'Platform mismatch: exported on win32, imported on darwin.',
      'The configuration of "comfyui" is left out: the mode "docker" is not supported on darwin.',
    ]);
    expect(manager.importConfig(exported)).toBe(true);
    expect(manager.warnings).toEqual([]);
  });

  it.each([null, 'x', {}, { services: [] }, { services: 1 }])('changes nothing by the import of %j', (wrong) => {
    const manager = open();
    manager.setServiceConfig('n8n', 'manual', 'http://nas:5678');
    expect(() => manager.importConfig(wrong)).toThrow(expect.objectContaining({ code: 'MC_CONFIG_INVALID' }));
    expect(open().getServiceMode('n8n')).toBe('manual');
  });

  it.each(['{', '[]', '{"services":{"n8n":1,"comfyui":{"mode":"manual"}}}'])(
    'works with the broken file %s',
    (text) => {
      writeFileSync(join(folder.path, 'service-config.json'), text);
      const manager = open();
      expect(manager.warnings).not.toEqual([]);
      expect(manager.getServiceMode('n8n')).toBe('docker');
    },
  );

  it('keeps what it had when the file cannot be written', () => {
    const manager = new ServiceConfigurationManager({ folder: join(folder.path, 'file'), platform: 'linux' });
    writeFileSync(join(folder.path, 'file'), '');
    expect(() => manager.setServiceConfig('n8n', 'manual', 'http://nas:5678')).toThrow(
      expect.objectContaining({ code: 'MC_FILE_WRITE_FAILED' }),
    );
    expect(manager.getServiceMode('n8n')).toBe('docker');
    expect(readdirSync(folder.path)).toEqual(['file']);
  });

  it('sums up for a settings page', () => {
    const manager = open('darwin');
    manager.setServiceConfig('n8n', 'manual', 'http://nas:5678');
    const summary = manager.getConfigSummary();
    expect(Object.keys(summary)).toHaveLength(6);
    expect(summary).toMatchObject({
      n8n: { currentMode: 'manual', currentUrl: 'http://nas:5678', configured: true, dockerSupported: true },
      comfyui: { currentMode: 'manual', currentUrl: null, configured: false, supportedModes: ['manual'] },
    });
  });

  describe('with a service that somebody runs', () => {
    let server: Server;
    let url: string;
    beforeEach(async () => {
      server = createServer((request, response) => {
        response.statusCode = { '/healthz': 200, '/moved': 302, '/broken': 500 }[request.url ?? ''] ?? 404;
        response.end('…');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => void server.close().closeAllConnections());

    it.each([
      ['/healthz', true],
      ['healthz', true],
      ['/moved', true],
      ['/broken', false],
      ['/none', false],
    ])('tests it at %s: %s', async (endpoint, success) => {
      const tested = await open().testManualService('n8n', `${url}/`, endpoint);
      expect(tested).toEqual({ success, url: `${url}/`, endpoint, timestamp: expect.any(Number) });
    });

    it.each(['http://127.0.0.1:1', 'no url'])('says no to %s', async (nobody) => {
      await expect(createManualHealthCheck(nobody, '/healthz')()).resolves.toBe(false);
    });
  });
});
