import { SILENT_LOGGER } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { createFakeServiceHandle } from '@mediaconduit/testkit';
import { DRAWING } from './__fixtures__/transform-reply';
import CowsayDefault, { CowsayDockerProvider, CowsayProvider, CowsayTextToTextModel } from './index';

function createProvider() {
  const manifest = readProviderManifestSync(CowsayProvider.packageFolder);
  if (!manifest) throw new Error('no manifest in the package folder');
  const service = createFakeServiceHandle({ replies: { 'POST /transform': { json: DRAWING } } });
  return { service, provider: new CowsayProvider({ manifest, service, config: {}, log: SILENT_LOGGER }) };
}

describe('CowsayProvider', () => {
  it('is what its manifest says', () => {
    const { provider } = createProvider();
    const { id, name, type, capabilities } = provider;
    expect({ id, name, type, capabilities }).toEqual({
      id: 'cowsay',
      name: 'Cowsay',
      type: 'local',
      capabilities: ['text-to-text'],
    });
    expect(provider.manifest.service).toEqual({ identifier: '@mediaconduit/cowsay-service' });
    expect(provider.manifest.warnings).toEqual([]);
    expect(provider.getModelsForCapability('TEXT_TO_TEXT').map((model) => model.id)).toEqual(['cowsay-default']);
  });

  it('makes each model once, without starting the service', async () => {
    const { provider, service } = createProvider();
    const model = await provider.getModel('cowsay-default');
    expect(model).toBeInstanceOf(CowsayTextToTextModel);
    expect(await provider.getModel('cowsay-default')).toBe(model);
    expect(service.requests).toEqual([]);
    expect(service.generation).toBe(0);
  });

  it('lets the model be called without awaiting it first', async () => {
    const { provider } = createProvider();
    expect(await provider.getModel('cowsay-default').transform('Hello')).toMatchObject({ content: DRAWING.result });
  });

  it('names the nearest model for an unknown one', async () => {
    const { provider } = createProvider();
    await expect(provider.getModel('cowsay-defualt')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: 'did you mean "cowsay-default"?',
    });
  });

  it('has its old name, and is the default export', () => {
    expect(CowsayDockerProvider).toBe(CowsayProvider);
    expect(CowsayDefault).toBe(CowsayProvider);
  });
});
