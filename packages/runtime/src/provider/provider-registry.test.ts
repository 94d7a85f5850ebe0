import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { seen } from './__fixtures__/seen-provider';
import { PROVIDER_CODE, SERVICE_MANIFEST, testProject } from './__fixtures__/test-project';

describe('ProviderRegistry', () => {
  describe('getProvider', () => {
    it('takes every spelling of an installed provider, and makes one instance', async () => {
      await using project = await testProject();
      const folder = await project.provider('@acme/cow-provider', 'cow');
      const { providers } = project.runtime;
      const spellings = [
        'cow',
        '@acme/cow-provider',
        'npm:@acme/cow-provider',
        './node_modules/@acme/cow-provider',
        folder,
        `file:${folder}`,
        pathToFileURL(folder).href,
      ];
      const found = await Promise.all(spellings.map((spelling) => providers.getProvider(spelling)));
      expect(new Set(found).size).toBe(1);
      expect(found[0]).toMatchObject({ id: 'cow', name: 'cow', type: 'local', models: [{ id: 'cow-default' }] });
      await expect(providers.getProvider('cow')).resolves.toBe(found[0]);
    });

    it('loads a provider that is no dependency from its folder, which then has its id', async () => {
      await using project = await testProject();
      const folder = await project.provider('cow-provider', 'cow');
      await using other = await testProject();
      const provider = await other.runtime.providers.getProvider(folder);
      await expect(other.runtime.providers.getProvider('cow')).resolves.toBe(provider);
      expect(other.runtime.providers.hasProvider('cow')).toBe(true);
      expect(other.runtime.providers.getAvailableProviders()).toEqual(['cow']);
    });

    it('tells what was loaded and from where', async () => {
      await using project = await testProject();
      const source = await project.provider('cow-provider', 'cow');
      const loaded: unknown[] = [];
      project.runtime.events.on('provider-loaded', (event) => loaded.push(event));
      await project.runtime.providers.getProvider('cow');
      expect(loaded).toEqual([{ provider: 'cow', source, durationMs: expect.any(Number) }]);
    });

    it('passes the variables that the manifest names, and only those', async () => {
      await using project = await testProject({ COW_KEY: 'secret', OTHER: 'x', COW_SIZE: '' });
      const variables = `configuration:\n  environment:\n    COW_KEY: { required: true }\n    COW_SIZE: { default: big }\n    COW_HAT: {}\n`;
      await project.provider('cow-provider', 'cow', variables);
      const { context } = seen(await project.runtime.providers.getProvider('cow'));
      expect(context.config).toEqual({ environment: { COW_KEY: 'secret', COW_SIZE: 'big' }, apiKey: 'secret' });
    });

    it('names the nearest id, else what is installed', async () => {
      await using project = await testProject();
      const { providers } = project.runtime;
      await expect(providers.getProvider('cow')).rejects.toMatchObject({
        code: 'MC_PROVIDER_NOT_FOUND',
        hint: expect.stringContaining('npm install'),
      });
      await using full = await testProject();
      await full.provider('cowsay-provider', 'cowsay');
      await expect(full.runtime.providers.getProvider('cowsya')).rejects.toMatchObject({
        hint: 'did you mean "cowsay"?',
        facts: { provider: 'cowsya', installed: ['cowsay'] },
      });
      await expect(full.runtime.providers.getProvider('zebra')).rejects.toMatchObject({ hint: 'installed: cowsay' });
    });

    it.each([
      ['github:acme/cow', 'MC_NOT_LOCKED', expect.stringContaining('mediaconduit add github:acme/cow')],
      ['https://example.com/cow', 'MC_SOURCE_UNSUPPORTED', expect.stringContaining('name its folder')],
      ['npm:@acme/cow', 'MC_NOT_LOCKED', expect.stringContaining('mediaconduit add npm:@acme/cow')],
      ['@acme/cow@^1', 'MC_NOT_LOCKED', expect.stringContaining('mediaconduit add "npm:@acme/cow@^1"')],
      ['./nowhere', 'MC_FILE_NOT_FOUND', expect.stringContaining('name the folder')],
      ['--upload-pack=x', 'MC_IDENTIFIER_INVALID', expect.stringContaining('installed id')],
    ])('says what to do about %s', async (identifier, code, hint) => {
      await using project = await testProject({ MEDIACONDUIT_FROZEN_LOCK: '1' });
      await expect(project.runtime.providers.getProvider(identifier)).rejects.toMatchObject({ code, hint });
    });

    it('refuses an id that two packages claim, and still loads them by package', async () => {
      await using project = await testProject();
      await project.provider('cow-one', 'cow');
      await project.provider('cow-two', 'cow');
      const { providers } = project.runtime;
      await expect(providers.getProvider('cow')).rejects.toMatchObject({
        code: 'MC_PROVIDER_CONFLICT',
        facts: { packages: ['cow-one', 'cow-two'] },
      });
      await expect(providers.getProvider('cow-two')).resolves.toMatchObject({ id: 'cow' });
    });

    it('is not hurt by the broken manifest of another package', async () => {
      await using project = await testProject();
      await project.install('broken-provider', { 'MediaConduit.provider.yml': 'id: [', 'index.js': '' });
      await project.provider('cow-provider', 'cow');
      const { providers } = project.runtime;
      await expect(providers.getProvider('cow')).resolves.toMatchObject({ id: 'cow' });
      expect(providers.getAvailableProviders()).toEqual(['cow']);
      expect(providers.installed()).toMatchObject([
        { id: 'broken', packageName: 'broken-provider', problem: { code: 'MC_MANIFEST_INVALID' } },
        { id: 'cow', packageName: 'cow-provider', version: '1.0.0', manifest: { name: 'cow' } },
      ]);
      await expect(providers.getProvider('brokn')).rejects.toMatchObject({
        hint: expect.stringContaining('cannot be read'),
        facts: { broken: ['broken-provider'] },
      });
      for (const name of ['broken', 'broken-provider']) {
        await expect(providers.getProvider(name)).rejects.toMatchObject({ code: 'MC_MANIFEST_INVALID' });
      }
    });

    it.each([
      [
        'a contract to come',
        { 'MediaConduit.provider.yml': 'contract: 7-9\nid: x\nname: x\ntype: local\ncapabilities: [text-to-text]\n' },
        'MC_CONTRACT_MISMATCH',
        'update the runtime',
      ],
      [
        'no manifest',
        { 'MediaConduit.provider.yml': undefined },
        'MC_PROVIDER_INVALID',
        'name the folder or package of a provider',
      ],
      ['no entry file', { 'index.js': undefined }, 'MC_PROVIDER_INVALID', 'build it: npm run build'],
      ['no class', { 'index.js': 'exports.version = 1;' }, 'MC_PROVIDER_INVALID', 'export the class as default'],
      [
        'code that throws',
        { 'index.js': 'throw new Error("no GPU here")' },
        'MC_PROVIDER_LOAD_FAILED',
        'the fault is in',
      ],
      [
        'a class that throws',
        { 'index.js': 'module.exports = class { constructor() { throw new TypeError("no key"); } }' },
        'MC_PROVIDER_LOAD_FAILED',
        undefined,
      ],
      [
        'a class without the methods',
        { 'index.js': 'module.exports = class { id = "x" }' },
        'MC_PROVIDER_INVALID',
        'extend BaseProvider',
      ],
      ['a broken package.json', { 'package.json': '{' }, 'MC_CONFIG_INVALID', undefined],
    ] as const)('refuses a package with %s, and loads it once it is mended', async (_what, broken, code, hint) => {
      await using project = await testProject();
      const folder = await project.provider('x-provider', 'x');
      const files = Object.entries<string | undefined>(broken);
      const { rm, readFile, utimes, writeFile } = await import('node:fs/promises');
      const whole = await Promise.all(
        files.map(async ([name]) => [name, await readFile(path.join(folder, name))] as const),
      );
      for (const [name, content] of files) {
        if (content === undefined) await rm(path.join(folder, name));
        else await writeFile(path.join(folder, name), content);
      }
      const { providers } = project.runtime;
      const failure = expect.objectContaining({
        code,
        ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
      });
      await expect(providers.getProvider(folder)).rejects.toEqual(failure);
      jest.resetModules();
      for (const [name, content] of whole) {
        await writeFile(path.join(folder, name), content);
        // Jest takes a file of the same time for the same file.
        await utimes(path.join(folder, name), 1, 1);
      }
      await expect(providers.getProvider(folder)).resolves.toMatchObject({ id: 'x' });
    });

    it('says in the words of the original core that there is no class', async () => {
      await using project = await testProject();
      await project.provider('my-provider', 'my-provider', '', 'exports.MyProvider = {};');
      await expect(project.runtime.providers.getProvider('my-provider')).rejects.toThrow(
        'Could not find provider class for ID: my-provider',
      );
    });

    it.each([
      [
        'the export that the manifest names',
        'exportName: Cow\n',
        `exports.Cow = ${PROVIDER_CODE.replace('module.exports = ', '')}; exports.default = 1;`,
      ],
      ['the default export', '', `exports.default = ${PROVIDER_CODE.replace('module.exports = ', '')}`],
      ['the export called like its id', '', `exports.cow = ${PROVIDER_CODE.replace('module.exports = ', '')}`],
    ])('finds the class in %s', async (_where, more, code) => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow', more, code);
      await expect(project.runtime.providers.getProvider('cow')).resolves.toMatchObject({ id: 'cow' });
    });
  });

  describe('a provider with a service', () => {
    it('gets a handle, which starts the service with the first call', async () => {
      await using project = await testProject();
      await project.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
      await project.provider('cow-provider', 'cow', 'service: cow-service\n');
      const model = await project.runtime.model('cow:cow-default');
      expect(project.engine.calls).toEqual([]);
      await expect(model.transform('moo')).resolves.toBe('{"text":"moo"}');
      expect(project.engine.calls).toEqual(['ensure cow-service']);
    });

    it('cannot be loaded without its service, and says which one is missing', async () => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow', 'service: cow-service\n');
      await expect(project.runtime.providers.getProvider('cow')).rejects.toMatchObject({
        code: 'MC_SERVICE_NOT_FOUND',
        facts: { service: 'cow-service' },
      });
    });
  });

  it('disposes every provider when the runtime closes, and loads none afterwards', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow');
    const { providers } = project.runtime;
    const cow = await providers.getProvider('cow');
    await project.runtime.close();
    expect(seen(cow).disposed).toBe(1);
    await expect(providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });
});
