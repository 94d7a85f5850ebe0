// Run in a process of its own with the folder of a project that has our packages installed: prints what old code finds.
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [project] = process.argv.slice(2);
const load = createRequire(join(project, 'index.js'));
const core = '@mediaconduit/mediaconduit';

const EXPECTED = {
  [core]: [
    'AbstractDockerProvider',
    'AbstractProvider',
    'AssetLoader',
    'MediaCapability',
    'MediaProvider',
    'ModelConfig',
    'ProviderModel',
    'ProviderType',
    'Text',
    'TextRole',
    'TextToTextModel',
    'TextToTextOptions',
    'getProvider',
    'getProviderRegistry',
    'getServiceRegistry',
  ],
  [`${core}/src/media/types/provider`]: [
    'MediaCapability',
    'ProviderType',
    'ProviderModel',
    'ProviderConfig',
    'MediaProvider',
    'GenerationRequest',
    'GenerationResult',
    'TextToTextModel',
    'ModelConfig',
    'TextToTextOptions',
    'Text',
    'JobStatus',
  ],
  [`${core}/src/media/models/abstracts/TextToTextModel`]: ['TextToTextModel', 'TextToTextOptions'],
  [`${core}/src/media/models/abstracts/Model`]: ['ModelMetadata', 'Model'],
  [`${core}/src/media/models/abstracts/TextToAudioModel`]: ['TextToAudioModel', 'TextToAudioOptions'],
  [`${core}/src/media/models/abstracts/TextToImageModel`]: ['TextToImageModel', 'TextToImageOptions'],
  [`${core}/src/media/models/abstracts/TextToVideoModel`]: ['TextToVideoModel', 'TextToVideoOptions'],
  [`${core}/src/media/models/abstracts/index`]: ['AudioToTextModel', 'ImageToVideoModel', 'VideoToVideoModel'],
  [`${core}/src/media/assets/roles`]: ['Text', 'Audio', 'Image', 'Video', 'TextRole', 'AudioRole', 'ImageFormat'],
  [`${core}/src/media/assets/roles/classes/Text`]: ['Text'],
  [`${core}/src/media/assets/roles/types/metadata`]: ['GenerationPrompt'],
  [`${core}/src/media/assets/SmartAssetFactory`]: ['SmartAssetFactory'],
  [`${core}/src/media/utils/GenerationPromptHelper`]: ['createGenerationPrompt', 'extractInputContent'],
  [`${core}/src/media/capabilities`]: ['TextToTextProvider'],
  [`${core}/src/media/capabilities/interfaces/TextToTextProvider`]: ['TextToTextProvider'],
  [`${core}/src/media/providers/docker/AbstractDockerProvider`]: ['AbstractDockerProvider'],
  [`${core}/src/media/registry/ProviderRegistry`]: ['ProviderRegistry', 'getProviderRegistry'],
  [`${core}/src/media/registry/ServiceRegistry`]: ['ServiceRegistry', 'getServiceRegistry'],
  [`${core}/src/media/utils/fluentWrappers`]: ['$', '$$'],
  [`${core}/src/media/types/provider.js`]: ['MediaCapability'],
};

async function main() {
  const missing = [];
  const notLinked = [];
  const texts = new Set();
  for (const [specifier, names] of Object.entries(EXPECTED)) {
    const required = load(specifier);
    const imported = await import(load.resolve(specifier));
    missing.push(...names.filter((name) => required[name] === undefined).map((name) => `${specifier}: ${name}`));
    notLinked.push(...names.filter((name) => !(name in imported)).map((name) => `${specifier}: ${name}`));
    if (required.Text) texts.add(required.Text);
  }
  texts.add(load('@mediaconduit/sdk').Text);
  const { getProviderRegistry, getServiceRegistry } = load(core);
  const registries = [getProviderRegistry(), getServiceRegistry()].map((registry) => registry.constructor.name);
  const { ProviderRegistry } = load(`${core}/src/media/registry/ProviderRegistry`);
  const { ServiceRegistry } = load(`${core}/src/media/registry/ServiceRegistry`);
  const instances = [ProviderRegistry.getInstance(), ServiceRegistry.getInstance()];
  const single = instances[0] === getProviderRegistry() && instances[1] === getServiceRegistry();
  process.stdout.write(JSON.stringify({ missing, notLinked, copiesOfText: texts.size, registries, single }));
}

void main();
