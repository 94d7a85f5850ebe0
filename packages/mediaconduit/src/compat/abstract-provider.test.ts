import { AbstractProvider } from './abstract-provider';
import type { ProviderModel } from './provider-model';

class Remote extends AbstractProvider {
  readonly id = 'remote';
  readonly name = 'Remote';
  readonly type = 'remote';
  readonly capabilities: ProviderModel['capabilities'] = ['text-to-text'];
  override models: ProviderModel[] = [{ id: 'one', name: 'One', capabilities: ['text-to-text'], parameters: {} }];

  get settings(): unknown {
    return this.config;
  }
}

describe('AbstractProvider', () => {
  it('finds models by any spelling of a capability', () => {
    const provider = new Remote();
    const spelling = 'TEXT_TO_TEXT' as 'text-to-text';
    expect(provider.getModelsForCapability(spelling)).toEqual(provider.models);
    expect(provider.getModelsForCapability('text-to-image')).toEqual([]);
    Object.assign(provider.models[0] ?? {}, { capabilities: ['TextToText', 'chat'] });
    expect(provider.getModelsForCapability('text-to-text')).toHaveLength(1);
  });

  it('keeps settings that were given before, and drops those without a value', async () => {
    const provider = new Remote();
    await provider.configure({ apiKey: 'key-of-a-test' });
    await provider.configure({ apiKey: undefined, timeout: 1000 });
    expect(provider.settings).toEqual({ apiKey: 'key-of-a-test', timeout: 1000 });
    await expect(provider.configure({ timeout: 999 })).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
  });

  it('is healthy, available and without models of its own', async () => {
    const provider = new Remote();
    await expect(provider.isAvailable()).resolves.toBe(true);
    await expect(provider.getHealth()).resolves.toMatchObject({ status: 'healthy', activeJobs: 0 });
    await expect(provider.getModel('on')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: 'Model on not found in Remote',
    });
  });
});
