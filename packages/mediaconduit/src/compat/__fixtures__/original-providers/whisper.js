// Extends the base class without a constructor; own class fields by define, `models` as a getter on the prototype.
'use strict';
const {
  AbstractDockerProvider,
} = require('@mediaconduit/mediaconduit/src/media/providers/docker/AbstractDockerProvider');
const { MediaCapability, ProviderType } = require('@mediaconduit/mediaconduit/src/media/types/provider');

class WhisperDockerProvider extends AbstractDockerProvider {
  id = 'whisper-docker-provider';
  name = 'Whisper';
  type = ProviderType.LOCAL;
  capabilities = [MediaCapability.AUDIO_TO_TEXT];
  _models = ['whisper-tiny', 'whisper-base'];
  apiClient;

  get models() {
    return this._models.map((id) => ({ id, name: id, capabilities: this.capabilities, parameters: {} }));
  }

  getServiceUrl() {
    return 'https://github.com/MediaConduit/whisper-service';
  }

  getDefaultBaseUrl() {
    return 'http://localhost:9000';
  }

  async onServiceReady() {
    const [port] = this.getDockerService().getServiceInfo().ports;
    this.apiClient = { baseUrl: port ? `http://localhost:${port}` : this.getDefaultBaseUrl() };
  }

  getModelsForCapability(capability) {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  getAvailableModels() {
    return this._models;
  }

  createModel(id) {
    const { baseUrl } = this.apiClient;
    return {
      id,
      name: id,
      baseUrl,
      isAvailable: async () => true,
      transform: async () => ({ text: 'words', model: id }),
    };
  }
}

exports.default = exports.WhisperDockerProvider = WhisperDockerProvider;
