// Binary results: media made from bytes and from a downloaded file, metadata changed afterwards.
'use strict';
const { MediaCapability, ProviderType } = require('@mediaconduit/mediaconduit/src/media/types/provider');
const { TextToAudioModel } = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToAudioModel');
const { TextToImageModel } = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToImageModel');
const { TextToVideoModel } = require('@mediaconduit/mediaconduit/src/media/models/abstracts/TextToVideoModel');
const { Audio, Image, Text, Video } = require('@mediaconduit/mediaconduit/src/media/assets/roles');
const { SmartAssetFactory } = require('@mediaconduit/mediaconduit/src/media/assets/SmartAssetFactory');

const listed = (id, capability) => ({ id, name: id, capabilities: [capability], parameters: {}, inputTypes: ['text'] });

class ReplicateAudioModel extends TextToAudioModel {
  async isAvailable() {
    return true;
  }

  async transform(input, options) {
    const voice = options?.voiceToClone ? await options.voiceToClone.asRole(Audio) : undefined;
    const text = await input.asRole(Text);
    const bytes = Buffer.concat([Buffer.from('ID3'), voice?.data ?? Buffer.alloc(0)]);
    return new Audio(bytes, text.sourceAsset, { format: 'mp3', generation_prompt: { input: text.content } });
  }
}

class ReplicateImageModel extends TextToImageModel {
  async isAvailable() {
    return true;
  }

  async transform() {
    const metadata = { url: 'https://example.test/a.png', localPath: '/tmp/a.png', fileSize: 3, format: 'png' };
    return new Image(Buffer.from('png'), 'png', metadata, { url: metadata.url });
  }
}

class ReplicateVideoModel extends TextToVideoModel {
  async isAvailable() {
    return true;
  }

  async transform(_input, { downloaded }) {
    const video = await SmartAssetFactory.load(downloaded).asRole(Video);
    const size = video.getDimensions();
    Object.assign(video.metadata, { duration: video.getDuration() ?? 5, dimensions: size, provider: 'replicate' });
    return video;
  }
}

class ReplicateProvider {
  constructor() {
    this.id = 'replicate';
    this.name = 'Replicate';
    this.type = ProviderType.REMOTE;
    this.capabilities = [MediaCapability.TEXT_TO_IMAGE, MediaCapability.TEXT_TO_VIDEO, MediaCapability.TEXT_TO_AUDIO];
    this.models = [
      listed('audio', MediaCapability.TEXT_TO_AUDIO),
      listed('image', MediaCapability.TEXT_TO_IMAGE),
      listed('video', MediaCapability.TEXT_TO_VIDEO),
    ];
  }

  async configure(config) {
    if (!config.apiKey) throw new Error('Replicate API key is required');
  }

  async isAvailable() {
    return true;
  }

  getModelsForCapability(capability) {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(id) {
    const classes = { audio: ReplicateAudioModel, image: ReplicateImageModel, video: ReplicateVideoModel };
    return new classes[id](this.models.find((model) => model.id === id));
  }

  async getHealth() {
    return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 };
  }
}

exports.default = exports.ReplicateProvider = ReplicateProvider;
