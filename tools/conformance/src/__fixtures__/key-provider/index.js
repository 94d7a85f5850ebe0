const { BaseProvider, BaseTextToTextModel, defineOptions, Text, unexpectedReply } = require('@mediaconduit/sdk');
const { createHttpClient } = require('@mediaconduit/sdk/http');

const OPTIONS = defineOptions({ type: 'object', additionalProperties: false, properties: {} });

class LoudModel extends BaseTextToTextModel {
  optionsSchema = OPTIONS;

  constructor(info, provider) {
    super(info);
    this.provider = provider;
  }

  async run(text, { call: { signal, timeoutMs } }) {
    const { data } = await this.provider.client.post('/loud', { text }, { signal, timeout: timeoutMs });
    if (typeof data?.result === 'string') return new Text(data.result);
    throw unexpectedReply('loud', { expected: 'a text', reply: data });
  }
}

class LoudProvider extends BaseProvider {
  static packageFolder = __dirname;

  get client() {
    const { apiKey, baseUrl = 'https://api.loud.example', environment = {} } = this.config;
    return createHttpClient({ provider: this.id, baseUrl, apiKey: apiKey ?? environment.LOUD_API_KEY });
  }

  createModel(info) {
    return new LoudModel(info, this);
  }
}

module.exports = { LoudProvider, default: LoudProvider };
