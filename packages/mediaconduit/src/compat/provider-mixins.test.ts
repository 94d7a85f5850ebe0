import { Audio, Text } from '@mediaconduit/sdk';
import { AudioToTextModel } from './audio-to-text-model';
import { SmartAssetFactory } from './smart-asset-factory';
import { withAudioToTextProvider } from './provider-mixins';
import { getProviderRoles, hasAudioToTextRole, hasTextToImageRole } from './provider-role-guards';
import { asRole, canPlayRole, hasAudioRole, hasTextRole } from './role-guards';

class Ears extends AudioToTextModel {
  isAvailable = async (): Promise<boolean> => true;
  transform = async (): Promise<Text> => new Text('heard');
  getSupportedFormats = (): string[] => ['wav'];
  getSupportedLanguages = (): string[] => ['en'];
  getMaxAudioDuration = (): number => 1;
  getMaxAudioSize = (): number => 1;
}

class Base {
  readonly models = [
    { id: 'ears', capabilities: ['AUDIO_TO_TEXT'] },
    { id: 'whisper-like-painter', capabilities: ['text-to-image'] },
  ];
  started = 0;

  constructor(readonly name = 'nobody') {}

  async getModel(id: string): Promise<unknown> {
    return id === 'ears' ? new Ears({ id }) : {};
  }

  async startService(): Promise<boolean> {
    this.started += 1;
    return true;
  }
}

interface Offered {
  createAudioToTextModel(id: string): Promise<Ears>;
  getSupportedAudioToTextModels(): string[];
  supportsAudioToTextModel(id: string): boolean;
}

describe('the mixins of the original core', () => {
  const Mixed = withAudioToTextProvider(Base);
  const provider = new Mixed('Cow') as Base & Offered;

  it('add what the kind of model needs, by what models can do and not by what they are called', async () => {
    expect(provider.name).toBe('Cow');
    expect(provider.getSupportedAudioToTextModels()).toEqual(['ears']);
    expect([provider.supportsAudioToTextModel('ears'), provider.supportsAudioToTextModel('tail')]).toEqual([
      true,
      false,
    ]);
    expect(await provider.createAudioToTextModel('ears')).toBeInstanceOf(Ears);
    await expect(provider.createAudioToTextModel('tail')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      message: "Model 'tail' is not a AudioToTextModel",
    });
  });

  it('leave the methods of the class alone, which do not call themselves', async () => {
    await expect(provider.startService()).resolves.toBe(true);
    expect(provider.started).toBe(1);
    expect('createAudioToTextModel' in Base.prototype).toBe(false);
  });

  it('can be recognised', () => {
    expect([hasAudioToTextRole(provider), hasTextToImageRole(provider)]).toEqual([true, false]);
    expect(getProviderRoles(provider)).toEqual(['audio-to-text']);
    expect([getProviderRoles(new Base()), getProviderRoles(undefined)]).toEqual([[], []]);
  });
});

describe('the guards of roles', () => {
  it('say what a value or an asset can be asked for', async () => {
    const asset = SmartAssetFactory.load(__filename);
    expect([hasTextRole(new Text('a')), hasAudioRole(new Text('a')), hasTextRole('a'), hasTextRole(null)]).toEqual([
      ...[true, false, false, false],
    ]);
    expect([hasAudioRole(new Audio(Buffer.from('a'))), canPlayRole(asset, Text)]).toEqual([true, true]);
    await expect(asRole(new Text('moo'), Text)).resolves.toMatchObject({ content: 'moo' });
    await expect(asRole(new Text('moo'), Audio)).rejects.toMatchObject({ code: 'MC_MEDIA_CAST' });
  });
});
