import { Text } from '@mediaconduit/sdk';
import { AudioToTextModel } from './audio-to-text-model';
import { type Model } from './model';
import type { ModelConfig } from './model-metadata';
import { TextToTextModel } from './text-to-text-model';

class Echo extends TextToTextModel {
  async isAvailable(): Promise<boolean> {
    return true;
  }

  async transform(input: Text): Promise<Text> {
    this.validateInput(input);
    return (await this.measureTime(() => input)).result;
  }
}

class Ears extends AudioToTextModel {
  getSupportedFormats = (): string[] => ['wav'];
  getSupportedLanguages = (): string[] => ['en'];
  getMaxAudioDuration = (): number => 600;
  getMaxAudioSize = (): number => 1;

  async isAvailable(): Promise<boolean> {
    return true;
  }

  async transform(): Promise<Text> {
    return new Text('heard');
  }
}

describe('Model', () => {
  it('needs nothing but an id', () => {
    const model = new Echo({ id: 'echo' });
    expect(model.toJSON()).toEqual({
      id: 'echo',
      name: 'echo',
      description: '',
      version: '1.0.0',
      provider: '',
      capabilities: ['text-to-text'],
      inputTypes: ['text'],
      outputTypes: ['text'],
    });
    expect([String(model), model.id, model.name, model.hasCapability('text-to-text')]).toEqual([
      'echo (echo)',
      'echo',
      'echo',
      true,
    ]);
    expect(new Echo().id).toBe('');
  });

  it('generates and chats by what it transforms, unless it does so itself', async () => {
    const model = new Echo({ id: 'echo' });
    await expect(model.generate('moo')).resolves.toMatchObject({ content: 'moo' });
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'user', content: 'last' },
    ] as const;
    await expect(model.chat(messages)).resolves.toMatchObject({ content: 'last' });
    await expect(model.chat([])).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
  });

  it('takes a configuration with a service in it, or with none', () => {
    class Decoupled extends Echo {
      readonly dockerService: unknown;
      constructor(config: ModelConfig & { dockerService?: unknown } = {}) {
        super(config);
        this.dockerService = config.dockerService ?? null;
      }
    }
    const dockerService = { getServiceInfo: () => ({ ports: [4711] }) };
    expect(new Decoupled({ id: 'echo' })).toMatchObject({ id: 'echo', dockerService: null });
    expect(new Decoupled({ id: 'echo', dockerService }).dockerService).toBe(dockerService);
  });

  it('appends what its kind adds, once, and leaves the lists of the caller alone', () => {
    const given: ModelConfig = { id: 'ears', inputTypes: ['audio'], outputTypes: ['json'], capabilities: [] };
    const model = new Ears(given);
    expect([model.getInputTypes(), model.getOutputTypes()]).toEqual([['audio'], ['json', 'text']]);
    expect(model.getCapabilities()).toEqual(['audio-to-text']);
    expect(given).toEqual({ id: 'ears', inputTypes: ['audio'], outputTypes: ['json'], capabilities: [] });
    model.getInputTypes().push('video');
    expect([model.supportsInputType('video'), model.supportsOutputType('text')]).toEqual([false, true]);
  });

  it('has plain fields that can be written', () => {
    const model: Model = new Echo({ id: 'echo' });
    Object.assign(model, { id: 'other', name: 'Other', capabilities: [] });
    expect([model.id, model.name, model.capabilities]).toEqual(['other', 'Other', []]);
  });

  it('calls nothing of a subclass while it is made', () => {
    const called: string[] = [];
    const spying = new Proxy(Echo.prototype, { get: (_target, name) => called.push(String(name)) });
    class Spied extends TextToTextModel {
      isAvailable = async (): Promise<boolean> => true;
      transform = async (input: Text): Promise<Text> => input;
    }
    Object.setPrototypeOf(Spied.prototype, spying);
    expect(new Spied({ id: 'spied' }).id).toBe('spied');
    expect(called).toEqual([]);
  });

  it('refuses an empty input before it works', async () => {
    const model = new Echo({ id: 'echo' });
    await expect(model.transform(new Text(' '))).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    await expect(model.transform(new Text('moo'))).resolves.toMatchObject({ content: 'moo' });
  });
});
