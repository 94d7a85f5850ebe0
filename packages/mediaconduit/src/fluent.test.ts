import { BaseModel, BaseProvider, SILENT_LOGGER, Text, type ModelInfo, type Provider } from '@mediaconduit/sdk';
import { createRuntime } from '@mediaconduit/runtime';
import { createConduit } from './conduit';
import { createFluent } from './fluent';

class EchoModel extends BaseModel<'text-to-text', string> {
  protected override parseInput(input: unknown): string {
    return String(input);
  }

  protected override async run(input: string, { options }: { options: object }): Promise<Text> {
    return new Text(`${input} ${JSON.stringify(options)}`);
  }
}

class EchoProvider extends BaseProvider {
  protected override createModel(info: ModelInfo): EchoModel {
    return new EchoModel(info);
  }
}

function echoProvider(): Provider {
  const models = [{ id: 'one', name: 'One', capabilities: ['text-to-text'] as const }];
  const manifest = {
    id: 'echo',
    name: 'Echo',
    type: 'local',
    capabilities: ['text-to-text'],
    models,
    environment: {},
  } as unknown;
  return new EchoProvider({ manifest: manifest as EchoProvider['manifest'], config: {}, log: SILENT_LOGGER });
}

function fluent() {
  const runtime = createRuntime({ projectFolder: __dirname });
  const provider = echoProvider();
  runtime.providers.register(provider);
  return { provider, $: createFluent(createConduit(() => runtime)) };
}

describe('createFluent', () => {
  it('calls provider, model and input', async () => {
    const { $ } = fluent();
    expect((await $('echo')('one')('Hello', { a: 1 })).content).toBe('Hello {"a":1}');
  });

  it('may be awaited on the way', async () => {
    const { $ } = fluent();
    const model = await (await $('echo'))('one');
    expect((await model('Hello')).content).toBe('Hello {}');
  });

  it('has the longer form', async () => {
    const { $ } = fluent();
    expect((await $('echo').model('one').transform('Hello')).content).toBe('Hello {}');
  });

  it('takes a provider that somebody holds', async () => {
    const { $, provider } = fluent();
    expect((await $(provider)('one')('Hello')).content).toBe('Hello {}');
  });

  it.each<[string, (form: ReturnType<typeof fluent>['$']) => PromiseLike<unknown>, string]>([
    ['provider, awaited', ($) => $('ehco'), 'MC_PROVIDER_NOT_FOUND'],
    ['provider, called', ($) => $('ehco')('one')('Hello'), 'MC_PROVIDER_NOT_FOUND'],
    ['model, awaited', ($) => $('echo')('two'), 'MC_MODEL_NOT_FOUND'],
    ['capability', ($) => $('echo')('one', 'text-to-image')('Hello'), 'MC_MODEL_NOT_FOUND'],
  ])('fails for an unknown %s', async (_what, use, code) => {
    await expect(use(fluent().$)).rejects.toMatchObject({ code });
  });
});
