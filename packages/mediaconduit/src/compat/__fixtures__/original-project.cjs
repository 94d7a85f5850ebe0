// Run in a process of its own with the folder of a project that has our packages installed: prints what old code finds.
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [project] = process.argv.slice(2);
const load = createRequire(join(project, 'index.js'));
const core = '@mediaconduit/mediaconduit';
const names = (text) => text.split(' ');

const KINDS = [
  ...names('AudioToAudio AudioToText ImageToImage ImageToText ImageToVideo TextToAudio TextToImage TextToText'),
  ...names('TextToVideo VideoToAudio VideoToImage VideoToVideo'),
];
const PROVIDERS = KINDS.map((kind) => `${kind}Provider`);
const ALL_MODELS = KINDS.flatMap((kind) => [`${kind}Model`, `${kind}Options`]);

/** Every module path that providers of the original core load, and what they take from it. */
const EXPECTED = {
  [core]: [
    ...names('AbstractDockerProvider AbstractProvider AssetLoader AudioToTextModel BaseAsset DockerComposeService'),
    ...names('DockerMediaProvider FileAsset JobStatus MediaCapability MediaProvider Model ModelConfig ModelMetadata'),
    ...names('ProviderConfig ProviderModel ProviderRegistry ProviderType ServiceRegistry SmartAssetFactory'),
    ...names('Audio Image Text Video AudioRole ImageFormat TextRole GenerationPrompt TextToTextModel TextToTextOptions'),
    ...names('TextToAudioModel TextToImageModel TextToVideoModel TextToTextProvider createGenerationPrompt'),
    ...names('extractInputContent getProvider getProviderRegistry getServiceRegistry getProviderRoles hasAudioRole'),
    ...names('withAudioToTextProvider hasTextToTextRole initializeProviders execAsync $ $$'),
  ],
  'media/types/provider': [
    ...names('MediaCapability ProviderType ProviderModel ProviderConfig MediaProvider GenerationRequest GenerationResult'),
    ...names('TextToTextModel ModelConfig TextToTextOptions Text JobStatus'),
  ],
  'media/models/abstracts': ALL_MODELS,
  'media/models/abstracts/index': ALL_MODELS,
  'media/models/abstracts/Model': names('ModelMetadata Model'),
  ...Object.fromEntries(
    KINDS.map((kind) => [`media/models/abstracts/${kind}Model`, [`${kind}Model`, `${kind}Options`]]),
  ),
  'media/assets': names('SmartAssetFactory Audio Video Text Image'),
  'media/assets/Asset': names('Asset BaseAsset'),
  'media/assets/RoleTransformation': names('asRole'),
  'media/assets/types': names('AudioFormat ImageFormat VideoFormat'),
  'media/assets/SmartAssetFactory': names('SmartAssetFactory'),
  'media/assets/roles': [
    ...names('Text Audio Image Video TextRole AudioRole ImageRole VideoRole AnyRole AnyMedia ImageFormat AudioFormat'),
    ...names('VideoFormat AudioMetadata ImageMetadata TextMetadata VideoMetadata GenerationPrompt'),
    ...names('hasAudioRole hasImageRole hasTextRole hasVideoRole'),
  ],
  'media/assets/roles/classes': names('Text Audio Image Video'),
  ...Object.fromEntries(names('Text Audio Image Video').map((name) => [`media/assets/roles/classes/${name}`, [name]])),
  'media/assets/roles/interfaces': names('TextRole AudioRole ImageRole VideoRole'),
  'media/assets/roles/guards': names('hasAudioRole hasImageRole hasTextRole hasVideoRole'),
  'media/assets/roles/types': names('GenerationPrompt AudioFormat'),
  'media/assets/roles/types/formats': names('AudioFormat ImageFormat VideoFormat'),
  'media/assets/roles/types/metadata': names('GenerationPrompt'),
  'media/utils/GenerationPromptHelper': names('createGenerationPrompt extractInputContent'),
  'media/utils/execAsync': names('execAsync'),
  'media/utils/fluentWrappers': names('$ $$'),
  'media/capabilities': [...PROVIDERS, ...names('ServiceManagement withTextToImageProvider hasTextToImageRole')],
  'media/capabilities/ServiceManagement': names('ServiceManagement'),
  'media/capabilities/guards/ProviderRoleGuards': names('hasTextToTextRole hasTextGenerationRole getProviderRoles'),
  ...Object.fromEntries(PROVIDERS.map((name) => [`media/capabilities/interfaces/${name}`, [name]])),
  ...Object.fromEntries(KINDS.map((kind) => [`media/capabilities/mixins/${kind}Mixin`, [`with${kind}Provider`]])),
  'media/providers/docker/AbstractDockerProvider': names('AbstractDockerProvider'),
  'media/providers/docker/DockerMediaProvider': names('DockerMediaProvider'),
  'media/registry/ProviderRegistry': names('ProviderRegistry getProviderRegistry'),
  'media/registry/ServiceRegistry': names('ServiceRegistry getServiceRegistry'),
  'media/registry/bootstrap': names('initializeProviders'),
  'media/types/provider.js': names('MediaCapability'),
  'services/DockerComposeService': names('DockerComposeService DockerComposeConfig'),
};

async function main() {
  const missing = [];
  const notLinked = [];
  const texts = new Set();
  for (const [path, expected] of Object.entries(EXPECTED)) {
    const specifier = path === core ? core : `${core}/src/${path}`;
    const required = load(specifier);
    const imported = await import(load.resolve(specifier));
    missing.push(...expected.filter((name) => required[name] === undefined).map((name) => `${path}: ${name}`));
    notLinked.push(...expected.filter((name) => !(name in imported)).map((name) => `${path}: ${name}`));
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
