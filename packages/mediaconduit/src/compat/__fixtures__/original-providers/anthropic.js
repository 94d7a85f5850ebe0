// A remote provider that reads its key from the environment when it is made, and wants the method trio of capabilities.
'use strict';
const { MediaCapability, ProviderType } = require('@mediaconduit/mediaconduit/src/media/types/provider');
const { TextToTextModel } = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel');
const { Text } = require('@mediaconduit/mediaconduit/src/media/assets/roles');
const { createGenerationPrompt } = require('@mediaconduit/mediaconduit/src/media/utils/GenerationPromptHelper');

class AnthropicTextToTextModel extends TextToTextModel {
  constructor({ ask, modelId, metadata }) {
    super({ id: modelId, name: modelId, provider: 'anthropic', capabilities: ['text-to-text'], ...metadata });
    this.ask = ask;
  }

  async isAvailable() {
    return true;
  }

  async transform(input, options) {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    if (!text.isValid()) throw new Error('Invalid text input provided');
    const content = await this.ask(text.content);
    const generation_prompt = createGenerationPrompt({
      input,
      options,
      modelId: this.getId(),
      transformationType: 'text-to-text',
    });
    return new Text(content, text.language || 'en', 1, { processingTime: 1, generation_prompt }, text.sourceAsset);
  }
}

class AnthropicProvider {
  constructor() {
    this.id = 'anthropic';
    this.name = 'Anthropic';
    this.type = ProviderType.REMOTE;
    this.capabilities = [MediaCapability.TEXT_TO_TEXT];
    this.listed = new Map();
    if (process.env.ANTHROPIC_API_KEY) this.configure({ apiKey: process.env.ANTHROPIC_API_KEY });
  }

  get models() {
    return [...this.listed.values()];
  }

  async configure(config) {
    if (!config.apiKey) throw new Error('Anthropic API key is required');
    this.listed.set('claude', { id: 'claude', name: 'Claude', capabilities: this.capabilities, parameters: {} });
  }

  async isAvailable() {
    return this.listed.size > 0;
  }

  getModelsForCapability(capability) {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(id) {
    return this.createTextToTextModel(id);
  }

  async createTextToTextModel(modelId) {
    return new AnthropicTextToTextModel({ modelId, ask: async (prompt) => `you said ${prompt}` });
  }

  getSupportedTextToTextModels() {
    return [...this.listed.keys()];
  }

  supportsTextToTextModel(id) {
    return this.listed.has(id);
  }

  async getHealth() {
    return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 };
  }
}

exports.default = exports.AnthropicProvider = AnthropicProvider;
