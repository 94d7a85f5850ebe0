import { Text, type ServiceReply } from '@mediaconduit/sdk';
import { createFakeServiceHandle, type FakeReply } from '@mediaconduit/testkit';
import { CowsayTextToTextModel } from './cowsay-text-to-text-model';
import { DRAWING } from './__fixtures__/transform-reply';

const INFO = {
  id: 'cowsay-default',
  name: 'Cowsay',
  capabilities: ['text-to-text'],
  limits: { maxTextLength: 10_000 },
} as const;

function modelWith(reply: FakeReply | Error = { json: DRAWING }) {
  const service = createFakeServiceHandle({ replies: { 'POST /transform': reply } });
  return { service, model: new CowsayTextToTextModel(INFO, 'cowsay', service) };
}

describe('CowsayTextToTextModel', () => {
  it('sends text and options, and gives the drawing as Text', async () => {
    const { service, model } = modelWith();
    const text = await model.transform('Hello', { cow: 'dragon', wrap: 20 });
    expect(text).toBeInstanceOf(Text);
    expect(text.content).toBe(DRAWING.result);
    expect(service.requests).toEqual([
      { path: '/transform', json: { text: 'Hello', options: { cow: 'dragon', wrap: 20 } } },
    ]);
  });

  it('says which cow it was, how long it took and what it was made from', async () => {
    const timing = { queueMs: 1, startMs: 2, computeMs: 3, transferMs: 4 };
    const { service, model } = modelWith();
    const request = service.request.bind(service);
    service.request = async (sent): Promise<ServiceReply> => ({ ...(await request(sent)), timing });
    const text = await model.transform('Hello', { mode: 'dead' });
    expect(text.metadata).toEqual({ cow: 'default', processingTimeMs: 0.25 });
    expect(text.timing).toEqual(timing);
    expect(text.lineage).toEqual({
      provider: 'cowsay',
      model: 'cowsay-default',
      options: { mode: 'dead' },
      inputs: ['Hello'],
    });
  });

  it('passes signal and deadline on to the service, and keeps them out of the options', async () => {
    const { service, model } = modelWith();
    const { signal } = new AbortController();
    await model.transform('Hello', { signal, timeoutMs: 5, onProgress: () => undefined });
    expect(service.requests).toEqual([
      { path: '/transform', json: { text: 'Hello', options: {} }, signal, timeoutMs: 5 },
    ]);
  });

  it('takes a Text, a list and a conversation', async () => {
    const { service, model } = modelWith();
    await model.transform(new Text('one'));
    await model.transform(['one', new Text('two')]);
    await model.chat([
      { role: 'system', content: 'be a cow' },
      { role: 'user', content: 'three' },
    ]);
    await model.generate('four');
    expect(service.requests.map(({ json }) => (json as { text: string }).text)).toEqual([
      'one',
      'one\ntwo',
      'three',
      'four',
    ]);
  });

  it.each<[string, unknown, object | undefined, object]>([
    ['blank text', '  ', undefined, { code: 'MC_INPUT_INVALID' }],
    ['bytes', new Uint8Array(2), undefined, { code: 'MC_INPUT_INVALID' }],
    ['too long text', 'x'.repeat(10_001), undefined, { code: 'MC_INPUT_TOO_LARGE' }],
    ['an unknown option', 'a', { cwo: 'tux' }, { code: 'MC_OPTIONS_INVALID', hint: 'did you mean "cow"?' }],
    ['an unknown mode', 'a', { mode: 'deed' }, { code: 'MC_OPTIONS_INVALID', hint: 'did you mean "dead"?' }],
    ['one eye', 'a', { eyes: 'o' }, { code: 'MC_OPTIONS_INVALID' }],
  ])('refuses %s before the service is asked', async (_what, input, options, error) => {
    const { service, model } = modelWith();
    await expect(model.transform(input as string, options)).rejects.toMatchObject(error);
    expect(service.requests).toEqual([]);
  });

  it.each<[string, FakeReply]>([
    ['no JSON', { text: 'moo' }],
    ['null', { json: null }],
    ['a list', { json: [] }],
    ['no result', { json: { processing_time: 1, metadata: { cow: 'default' } } }],
    ['no time', { json: { result: 'moo', metadata: { cow: 'default' } } }],
    ['no cow', { json: { result: 'moo', processing_time: 1, metadata: {} } }],
  ])('refuses a reply with %s', async (_what, reply) => {
    const { model } = modelWith(reply);
    await expect(model.transform('Hello')).rejects.toMatchObject({ code: 'MC_SERVICE_REPLY_INVALID' });
  });

  it('passes on what the service refuses', async () => {
    const { model } = modelWith({
      status: 400,
      json: { error: 'unknown options.cow "dragn"; did you mean "dragon"?', code: 'invalid-body' },
    });
    await expect(model.transform('Hello', { cow: 'dragn' })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
  });
});
