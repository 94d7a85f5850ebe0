// Every module path of the original core below src, with the names that it hands out.
const ROLES = ['Audio', 'Image', 'Model3D', 'Text', 'Video'];
const ROLE_TYPES = ['AnyMedia', 'AnyRole', 'AudioRole', 'ImageRole', 'TextRole', 'VideoRole'];
const ROLE_GUARDS = ['hasAudioRole', 'hasImageRole', 'hasTextRole', 'hasVideoRole'];
const FORMATS = ['AudioFormat', 'ImageFormat', 'VideoFormat'];
const ASSET = ['Asset', 'BaseAsset'];
const ASSETS = [...ASSET, 'AssetLoader', 'FileAsset', 'SmartAssetFactory'];
const PROMPT = ['GenerationPrompt', 'createGenerationPrompt', 'extractInputContent'];
const METADATA = [
  'AudioMetadata',
  'GenerationPrompt',
  'ImageMetadata',
  'ModelMetadata',
  'TextMetadata',
  'VideoMetadata',
];
const KINDS = [
  'AudioToAudio',
  'AudioToText',
  'ImageToImage',
  'ImageToText',
  'ImageToVideo',
  'TextToAudio',
  'TextToImage',
  'TextToText',
  'TextToVideo',
  'VideoToAudio',
  'VideoToImage',
  'VideoToVideo',
];
const MODEL = ['Model', 'ModelConfig', 'ModelMetadata'];
const kindOf = (kind) => [`${kind}Model`, `${kind}Options`];
const capabilityProviders = KINDS.map((kind) => `${kind}Provider`);
const mixins = KINDS.map((kind) => `with${kind}Provider`);
const PROVIDER_GUARDS = [
  'getProviderRoles',
  'hasAudioToTextRole',
  'hasTextGenerationRole',
  'hasTextToAudioRole',
  'hasTextToImageRole',
  'hasTextToTextRole',
  'hasTextToVideoRole',
  'hasVideoToAudioRole',
  'hasVideoToVideoRole',
];
const PROVIDER = [
  'GenerationRequest',
  'GenerationResult',
  'JobStatus',
  'MediaCapability',
  'MediaProvider',
  'ProviderConfig',
  'ProviderModel',
  'ProviderType',
];

/** Folders with an index: reached by their own name and by `<name>/index`. */
const folders = {
  assets: [...ASSETS, ...ROLES, ...ROLE_TYPES],
  'assets/roles': [...ROLES, ...ROLE_TYPES, ...ROLE_GUARDS, ...FORMATS, ...METADATA],
  'assets/roles/classes': ROLES,
  'assets/roles/guards': ROLE_GUARDS,
  'assets/roles/interfaces': ROLE_TYPES,
  'assets/roles/types': [...FORMATS, ...METADATA],
  'assets/roles/types/formats': FORMATS,
  'assets/types': [...ASSET, ...FORMATS, ...METADATA, ...ROLE_TYPES],
  capabilities: ['MediaCapability', 'ServiceManagement', ...capabilityProviders, ...mixins, ...PROVIDER_GUARDS],
  'capabilities/guards': PROVIDER_GUARDS,
  'capabilities/interfaces': ['ServiceManagement', ...capabilityProviders],
  'capabilities/mixins': mixins,
  'models/abstracts': [...MODEL, ...KINDS.flatMap(kindOf)],
  'providers/docker': ['AbstractDockerProvider', 'DockerMediaProvider'],
};

/** Modules that are one file. */
const files = {
  'assets/Asset': ASSET,
  'assets/RoleTransformation': ['asRole', 'canPlayRole'],
  'assets/SmartAssetFactory': ASSETS,
  'assets/roles/types/metadata': METADATA,
  'capabilities/ServiceManagement': ['ServiceManagement'],
  'capabilities/guards/ProviderRoleGuards': PROVIDER_GUARDS,
  'models/abstracts/Model': MODEL,
  'providers/AbstractProvider': ['AbstractProvider'],
  'providers/docker/AbstractDockerProvider': ['AbstractDockerProvider'],
  'providers/docker/DockerMediaProvider': ['DockerMediaProvider'],
  'registry/ProviderRegistry': ['ProviderRegistry', 'getProvider', 'getProviderRegistry'],
  'registry/ServiceRegistry': ['ServiceRegistry', 'getServiceRegistry'],
  'registry/bootstrap': ['initializeProviders'],
  'registry/serviceBootstrap': ['initializeServices', 'serviceImports'],
  // guides take the base classes from here too
  'types/provider': [
    ...PROVIDER,
    ...MODEL,
    ...KINDS.flatMap(kindOf),
    ...ROLES,
    ...ROLE_TYPES,
    'AbstractDockerProvider',
    'AbstractProvider',
  ],
  'utils/GenerationPromptHelper': PROMPT,
  'utils/execAsync': ['execAsync'],
  'utils/fluentWrappers': ['$', '$$'],
  ...Object.fromEntries(ROLES.map((name) => [`assets/roles/classes/${name}`, [name]])),
  ...Object.fromEntries(KINDS.map((kind) => [`capabilities/mixins/${kind}Mixin`, [`with${kind}Provider`]])),
  ...Object.fromEntries(ROLE_TYPES.map((name) => [`assets/roles/interfaces/${name}`, [name]])),
  ...Object.fromEntries(KINDS.map((kind) => [`capabilities/interfaces/${kind}Provider`, [`${kind}Provider`]])),
  ...Object.fromEntries(KINDS.map((kind) => [`models/abstracts/${kind}Model`, [...kindOf(kind), ...MODEL]])),
};

const folderModules = Object.entries(folders).flatMap(([path, names]) => [
  [path, names],
  [`${path}/index`, names],
]);

const media = Object.entries({ ...files, ...Object.fromEntries(folderModules) });

module.exports = {
  /** Names by module path below src, without an extension. */
  originalPaths: {
    ...Object.fromEntries(media.map(([path, names]) => [`media/${path}`, names])),
    'services/DockerComposeService': ['DockerComposeConfig', 'DockerComposeService'],
  },
  /** Where names come from that are not in src/compat/index.ts: a package, or a file below this folder. */
  otherSources: {
    $: 'lib/fluent.js',
    $$: 'lib/fluent.js',
    ProviderRegistry: '@mediaconduit/runtime',
    ServiceRegistry: '@mediaconduit/runtime',
  },
};
