// Re-exports interfaces as values, as esbuild and swc leave them, and loads its model by import().
'use strict';
const provider = require('@mediaconduit/mediaconduit/src/media/types/provider');
const abstracts = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel');
const capabilities = require('@mediaconduit/mediaconduit/src/media/capabilities/interfaces/TextToTextProvider');
const { Text } = require('@mediaconduit/mediaconduit/src/media/assets/roles/classes/Text');
const { createGenerationPrompt } = require('@mediaconduit/mediaconduit/src/media/utils/GenerationPromptHelper');

class OllamaModel extends abstracts.TextToTextModel {
  constructor(id, service) {
    super({
      id,
      name: id,
      description: `Ollama ${id}`,
      version: '1.0.0',
      provider: 'ollama',
      capabilities: ['text-to-text'],
      inputTypes: ['text'],
      outputTypes: ['text'],
    });
    this.service = service;
  }

  async isAvailable() {
    return this.service.isServiceHealthy();
  }

  async transform(input, options) {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    const { data } = await this.service.post('/api/generate', {
      model: this.getId(),
      prompt: text.content,
      stream: false,
    });
    const generation_prompt = createGenerationPrompt({
      input,
      options,
      modelId: this.getId(),
      modelName: this.getName(),
      provider: this.getProvider(),
      transformationType: 'text-to-text',
      requestId: 'r-1',
    });
    return new Text(data.response, text.language ?? 'en', 1, { generation_prompt }, text.sourceAsset);
  }
}

class OllamaDockerProvider {
  id = 'ollama-docker-provider';
  name = 'Ollama';
  type = provider.ProviderType.LOCAL;
  capabilities = [provider.MediaCapability.TEXT_TO_TEXT];
  models = [];

  constructor(dockerService) {
    this.dockerService = dockerService;
  }

  async configure() {
    this.port = this.dockerService.getServiceInfo().ports[0];
  }

  async isAvailable() {
    return this.port > 0;
  }

  getModelsForCapability() {
    return this.models;
  }

  async getModel(id) {
    if (!this.port) throw new Error('Provider not configured. Please call configure() first.');
    return new OllamaModel(id, this.dockerService);
  }

  async getHealth() {
    return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 };
  }
}

module.exports = {
  default: OllamaDockerProvider,
  OllamaDockerProvider,
  MediaProvider: provider.MediaProvider,
  ProviderConfig: provider.ProviderConfig,
  ProviderModel: provider.ProviderModel,
  TextToTextModel: abstracts.TextToTextModel,
  TextToTextOptions: abstracts.TextToTextOptions,
  TextToTextProvider: capabilities.TextToTextProvider,
};
