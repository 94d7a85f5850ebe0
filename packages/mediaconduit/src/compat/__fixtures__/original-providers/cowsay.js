// As TypeScript writes a provider of the original core: no base class, fields assigned in the constructor, the port
// read when the model is made.
'use strict';
const { MediaCapability, ProviderType } = require('@mediaconduit/mediaconduit/src/media/types/provider');
const { TextToTextModel } = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel');
const { Text } = require('@mediaconduit/mediaconduit/src/media/assets/roles');

class CowsayModel extends TextToTextModel {
  constructor(service) {
    // an entry of the provider's list: no version, no types
    super({ id: 'cowsay-default', name: 'Cowsay', capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: {} });
    this.id = 'cowsay-default';
    this.name = 'Cowsay Default';
    this.capabilities = [MediaCapability.TEXT_TO_TEXT];
    this.service = service;
    this.baseUrl = `http://localhost:${service.getServiceInfo().ports[0]}`;
  }

  async isAvailable() {
    return (await this.service.getServiceStatus()).running;
  }

  async transform(input) {
    const text = Array.isArray(input) ? input[0] : input;
    const { data } = await this.service.post('/cowsay', { text: text.content });
    return Text.fromString(data.cowsayOutput, text.language, 1, { model: this.id });
  }
}

class CowsayDockerProvider {
  constructor(dockerService) {
    this.dockerService = dockerService;
    this.id = 'cowsay-docker-provider';
    this.name = 'Cowsay Docker Provider';
    this.type = ProviderType.LOCAL;
    this.capabilities = [MediaCapability.TEXT_TO_TEXT];
    this.models = [
      { id: 'cowsay-default', name: 'Cowsay', capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: {} },
    ];
  }

  async configure() {}

  async isAvailable() {
    const { running, health } = await this.dockerService.getServiceStatus();
    return running && health === 'healthy';
  }

  getModelsForCapability(capability) {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(id) {
    if (id !== 'cowsay-default') throw new Error(`Model ${id} not found in ${this.name}`);
    return new CowsayModel(this.dockerService);
  }

  async getHealth() {
    return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 };
  }

  async startService() {
    return this.dockerService.startService();
  }
}

exports.default = exports.CowsayDockerProvider = CowsayDockerProvider;
