import type { Provider } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { seen } from '../__fixtures__/seen-provider';
import { PROVIDER_CODE, SERVICE_MANIFEST, testProject, type TestProject } from '../__fixtures__/test-project';

/** Calls itself otherwise than its manifest does. */
const OTHER_ID = PROVIDER_CODE.replace('disposed: 0', "disposed: 0, id: 'ant'");

const fail = (): never => {
  throw new Error('call configure() first');
};

/** Ends the program that runs it. */
const NEVER_RUN = 'throw new Error("this code was run");';

const manifest = (id: string, type: 'local' | 'remote', more = ''): string =>
  `contract: 1\nid: ${id}\nname: ${id}\ntype: ${type}\ncapabilities: [text-to-text]\n${more}`;

const priced = (outputCost: number, currency = 'USD'): string =>
  `models: [{ id: m, pricing: { inputCost: 1, outputCost: ${outputCost}, currency: ${currency} } }]\n`;

const needs = (variable: string): string => `configuration: { environment: { ${variable}: { required: true } } }\n`;

async function installed(project: TestProject, manifests: readonly string[]): Promise<void> {
  for (const [index, text] of manifests.entries())
    await project.install(`p${index}-provider`, { 'MediaConduit.provider.yml': text, 'index.js': NEVER_RUN });
}

describe('findBestProvider', () => {
  it('orders by price, or local ones first, and runs no code', async () => {
    await using project = await testProject();
    await installed(project, [
      manifest('dear', 'remote', priced(9)),
      manifest('free', 'remote', priced(-1 + 1)),
      manifest('unknown', 'remote'),
      manifest('here', 'local'),
      manifest('priced-here', 'local', priced(20)),
      manifest('euro', 'remote', priced(1, 'EUR')),
      manifest('picture', 'remote').replace('text-to-text', 'text-to-image'),
    ]);
    const { providers } = project.runtime;
    const choice = await providers.findBestProvider('TEXT_TO_TEXT');
    expect(choice).toMatchObject({ capability: 'text-to-text', id: 'here', refused: [] });
    expect(choice.order).toEqual(['here', 'free', 'dear', 'priced-here', 'euro', 'unknown']);
    const preferred = await providers.findBestProvider('text-to-text', { preferLocal: true });
    expect(preferred.order).toEqual(['here', 'priced-here', 'free', 'dear', 'euro', 'unknown']);
  });

  it('says for each one why it is not taken', async () => {
    await using project = await testProject({ GOOD_KEY: 'x' });
    await installed(project, [
      manifest('dear', 'remote', priced(9)),
      manifest('euro', 'remote', priced(1, 'EUR')),
      manifest('no-price', 'remote'),
      manifest('no-key', 'remote', priced(1) + needs('NO_KEY')),
      manifest('bad-one', 'remote', priced(0)),
      manifest('bad-package', 'remote', priced(0)),
      manifest('good', 'remote', priced(2) + needs('GOOD_KEY')),
    ]);
    const criteria = { maxCost: 5, exclude: ['bad-one'], excludeProviders: ['p5-provider'] };
    const choice = await project.runtime.providers.findBestProvider('text-to-text', criteria);
    expect(choice.order).toEqual(['good']);
    expect(choice.refused.map(({ id, reason }) => [id, reason]).sort()).toEqual([
      ['bad-one', 'excluded'],
      ['bad-package', 'excluded'],
      ['dear', 'too-dear'],
      ['euro', 'too-dear'],
      ['no-key', 'not-configured'],
      ['no-price', 'too-dear'],
    ]);
    expect(choice.refused).toContainEqual(expect.objectContaining({ id: 'no-key', missing: ['NO_KEY'] }));
    expect(choice.refused).toContainEqual(
      expect.objectContaining({ id: 'dear', message: 'dear costs 10 USD, more than 5' }),
    );
  });

  it('never answers one that was excluded', async () => {
    await using project = await testProject();
    await installed(project, [manifest('one', 'remote'), manifest('two', 'remote')]);
    const { providers } = project.runtime;
    await expect(providers.findBestProvider('text-to-text', { exclude: ['one', 'two'] })).rejects.toMatchObject({
      code: 'MC_PROVIDER_UNAVAILABLE',
      message:
        'No provider for text-to-text can be used: one was excluded by the caller; two was excluded by the caller.',
      facts: { capability: 'text-to-text', refused: [{ reason: 'excluded' }, { reason: 'excluded' }] },
    });
    await expect(providers.findBestProvider('text-to-image')).rejects.toMatchObject({ code: 'MC_PROVIDER_NOT_FOUND' });
    await expect(providers.findBestProvider('text-to-txet')).rejects.toMatchObject({
      code: 'MC_USAGE',
      hint: expect.stringContaining('text-to-text'),
    });
  });

  it('excludes one in use by the id that it has of itself, and by a single name', async () => {
    await using project = await testProject();
    await project.provider('ant-provider', 'ant-manifest', '', OTHER_ID);
    const { providers } = project.runtime;
    const best = await (await providers.findBestProvider('text-to-text')).open();
    expect(best.id).toBe('ant');
    for (const exclude of [[best.id], 'ant', 'ant-manifest', 'ant-provider'])
      await expect(providers.findBestProvider('text-to-text', { exclude })).rejects.toMatchObject({
        facts: { refused: [{ reason: 'excluded' }] },
      });
  });

  it.each([
    ['isAvailable() throws at once', { isAvailable: fail }],
    [
      'models cannot be read',
      {
        get models() {
          return fail();
        },
      },
    ],
    ['models are no list', { models: new Map() }],
    ['capabilities are no list', { capabilities: { has: fail } }],
  ])('does not fail for another one whose %s', async (_what, odd) => {
    await using project = await testProject();
    await project.provider('good-provider', 'good');
    const { providers } = project.runtime;
    const good = await providers.getProvider('good');
    const base = Object.assign(Object.create(good) as Provider, { id: 'odd' });
    providers.register(Object.defineProperties(base, Object.getOwnPropertyDescriptors(odd)));
    const choice = await providers.findBestProvider('text-to-text');
    expect(choice.order).toContain('good');
  });

  it('passes over one that broke while it was loaded, until its files change', async () => {
    await using project = await testProject();
    const folder = await project.provider('bad-provider', 'bad', '', NEVER_RUN);
    await project.provider('good-provider', 'good');
    const { providers } = project.runtime;
    expect(await providers.findBestProvider('text-to-text')).toMatchObject({ id: 'bad' });
    const choice = await eventually(async () => {
      await expect(providers.getProvider(folder)).rejects.toMatchObject({ code: 'MC_PROVIDER_LOAD_FAILED' });
      const chosen = await providers.findBestProvider('text-to-text');
      // Files that changed a moment before the load may have been mended during it.
      expect(chosen).toMatchObject({ id: 'good', refused: [{ id: 'bad', reason: 'quarantined' }] });
      return chosen;
    });
    expect(choice.refused[0]?.message).toContain('this code was run');
    await project.install('bad-provider', { 'index.js': `${NEVER_RUN} // another try` });
    expect(await providers.findBestProvider('text-to-text')).toMatchObject({ id: 'bad' });
  });

  it('passes over one whose service cannot run here', async () => {
    await using project = await testProject();
    const docker = SERVICE_MANIFEST.replace(/^process.*$/m, 'docker: { image: cow, port: 80 }');
    await project.install('cow-service', { 'MediaConduit.service.yml': docker });
    await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    await expect(project.runtime.providers.findBestProvider('text-to-text')).rejects.toMatchObject({
      facts: { refused: [{ id: 'cow', reason: 'unavailable', message: expect.stringContaining('cow-service') }] },
    });
    expect(project.engine.calls).toEqual([]);
  });

  it('asks one in use whether it is available, and believes its configuration', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow', needs('COW_KEY'));
    const { providers } = project.runtime;
    const refused = [{ id: 'cow', reason: 'not-configured' }];
    await expect(providers.findBestProvider('text-to-text')).rejects.toMatchObject({ facts: { refused } });
    const cow = await providers.getProvider('cow');
    Object.assign(cow, { config: { apiKey: 'given by hand' } });
    expect(await (await providers.findBestProvider('text-to-text')).open()).toBe(cow);
    Object.assign(cow, { isAvailable: () => Promise.reject(new Error('out of paper')) });
    await expect(providers.findBestProvider('text-to-text')).rejects.toMatchObject({
      facts: { refused: [{ reason: 'unavailable', message: 'cow is not available: out of paper' }] },
    });
  });

  it('knows providers from elsewhere and those made by hand', async () => {
    await using elsewhere = await testProject();
    const folder = await elsewhere.provider('far-provider', 'far');
    await using project = await testProject();
    const { providers } = project.runtime;
    const far = await providers.getProvider(folder);
    expect(await providers.findBestProvider('text-to-text')).toMatchObject({ id: 'far' });
    const byHand: Provider = Object.assign(Object.create(far) as Provider, { id: 'by-hand', type: 'remote' });
    providers.register(byHand);
    providers.register('later', () => byHand);
    const choice = await providers.findBestProvider('text-to-text', { exclude: ['far'] });
    expect(choice.refused.map(({ id, reason }) => [id, reason])).toEqual([
      ['later', 'not-made'],
      ['far', 'excluded'],
    ]);
    expect(await choice.open()).toBe(byHand);
    expect(seen(far).disposed).toBe(0);
  });

  it('names the package where two claim an id', async () => {
    await using project = await testProject();
    await project.provider('cow-one', 'cow');
    await project.provider('cow-two', 'cow');
    const choice = await project.runtime.providers.findBestProvider('text-to-text', { exclude: ['cow-one'] });
    expect(choice).toMatchObject({ id: 'cow-two', order: ['cow-two'] });
    await expect(choice.open()).resolves.toMatchObject({ id: 'cow' });
  });
});
