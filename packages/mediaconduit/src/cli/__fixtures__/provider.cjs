const { dirname } = require('node:path');
const {
  BaseModel,
  BaseProvider,
  BaseTextToTextModel,
  defineOptions,
  Image,
  Text,
  textOf,
} = require('@mediaconduit/sdk');

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

class EchoModel extends BaseTextToTextModel {
  optionsSchema = defineOptions({
    type: 'object',
    additionalProperties: false,
    properties: { times: { type: 'integer', minimum: 1 }, loud: { type: 'boolean' }, maxWords: { type: 'integer' } },
  });

  constructor(info, service) {
    super(info);
    this.service = service;
  }

  async run(text, { options, call }) {
    const reply = await this.service.request({ path: '/echo', json: { text, options }, ...call });
    return Object.assign(new Text(reply.json().text), { timing: reply.timing });
  }
}

class PictureModel extends BaseModel {
  parseInput(input) {
    return textOf(input);
  }

  async run() {
    return Image.fromBytes(PNG);
  }
}

module.exports = class FixtureProvider extends BaseProvider {
  static packageFolder = dirname(__filename);

  createModel(info) {
    return info.id === 'picture' ? new PictureModel(info) : new EchoModel(info, this.requireService());
  }
};
