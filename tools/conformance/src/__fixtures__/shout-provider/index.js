const {
  BaseModel,
  BaseProvider,
  BaseTextToTextModel,
  checkMediaType,
  defineOptions,
  formFileOf,
  Text,
  toMedia,
  unexpectedReply,
} = require('@mediaconduit/sdk');

const OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: { marks: { type: 'integer', minimum: 0, maximum: 10, description: 'Exclamation marks. Default: 1.' } },
});

function textOfReply(reply) {
  const { result } = reply.json() ?? {};
  if (typeof result === 'string') return new Text(result);
  throw unexpectedReply('shout', { expected: 'a text', reply: result });
}

class ShoutModel extends BaseTextToTextModel {
  optionsSchema = OPTIONS;

  constructor(info, service) {
    super(info);
    this.service = service;
  }

  async run(text, { options, call }) {
    return textOfReply(await this.service.request({ path: '/shout', json: { text, ...options }, ...call }));
  }
}

class LengthModel extends BaseModel {
  optionsSchema = OPTIONS;

  constructor(info, service) {
    super(info);
    this.service = service;
  }

  async parseInput(input, options) {
    const sound = toMedia('audio', input);
    await checkMediaType(sound, 'audio', options);
    return sound;
  }

  async run(sound, { call }) {
    const file = await formFileOf(sound, { signal: call.signal });
    const onUpload = (completed, total) =>
      call.onProgress?.({ phase: 'upload', message: 'sending', completed, total, unit: 'bytes' });
    return textOfReply(await this.service.request({ path: '/length', form: { file }, onUpload, ...call }));
  }
}

class ShoutProvider extends BaseProvider {
  static packageFolder = __dirname;

  createModel(info) {
    const Model = info.id === 'shout-length' ? LengthModel : ShoutModel;
    return new Model(info, this.requireService());
  }
}

module.exports = { ShoutProvider, default: ShoutProvider };
