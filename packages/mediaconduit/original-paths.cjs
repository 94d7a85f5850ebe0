// Every module path of the original core below src/media, with the names that it hands out.
const ROLES = ['Audio', 'Image', 'Model3D', 'Text', 'Video'];
const ROLE_TYPES = ['AudioRole', 'ImageRole', 'TextRole', 'VideoRole'];
const FORMATS = ['AudioFormat', 'ImageFormat', 'VideoFormat'];
const ASSETS = ['AssetLoader', 'FileAsset', 'SmartAssetFactory'];
const PROMPT = ['GenerationPrompt', 'createGenerationPrompt', 'extractInputContent'];
const METADATA = ['GenerationPrompt', 'ModelMetadata'];
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
  'assets/roles': [...ROLES, ...ROLE_TYPES, ...FORMATS, 'GenerationPrompt'],
  'assets/roles/classes': ROLES,
  'assets/roles/interfaces': ROLE_TYPES,
  'assets/roles/types': [...FORMATS, ...METADATA],
  'assets/roles/types/formats': FORMATS,
  capabilities: ['MediaCapability', 'ServiceManagement', ...capabilityProviders],
  'capabilities/interfaces': ['ServiceManagement', ...capabilityProviders],
  'models/abstracts': [...MODEL, ...KINDS.flatMap(kindOf)],
  'providers/docker': ['AbstractDockerProvider'],
};

/** Modules that are one file. */
const files = {
  'assets/SmartAssetFactory': ASSETS,
  'assets/roles/types/metadata': METADATA,
  'capabilities/ServiceManagement': ['ServiceManagement'],
  'models/abstracts/Model': MODEL,
  'providers/AbstractProvider': ['AbstractProvider'],
  'providers/docker/AbstractDockerProvider': ['AbstractDockerProvider'],
  'registry/ProviderRegistry': ['ProviderRegistry', 'getProvider', 'getProviderRegistry'],
  'registry/ServiceRegistry': ['ServiceRegistry', 'getServiceRegistry'],
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
  'utils/fluentWrappers': ['$', '$$'],
  ...Object.fromEntries(ROLES.map((name) => [`assets/roles/classes/${name}`, [name]])),
  ...Object.fromEntries(ROLE_TYPES.map((name) => [`assets/roles/interfaces/${name}`, [name]])),
  ...Object.fromEntries(KINDS.map((kind) => [`capabilities/interfaces/${kind}Provider`, [`${kind}Provider`]])),
  ...Object.fromEntries(KINDS.map((kind) => [`models/abstracts/${kind}Model`, [...kindOf(kind), ...MODEL]])),
};

const folderModules = Object.entries(folders).flatMap(([path, names]) => [
  [path, names],
  [`${path}/index`, names],
]);

module.exports = {
  /** Names by module path below src/media, without an extension. */
  originalPaths: { ...files, ...Object.fromEntries(folderModules) },
  /** Where names come from that are not in src/compat/index.ts: a package, or a file below this folder. */
  otherSources: {
    $: 'dist/fluent.js',
    $$: 'dist/fluent.js',
    ProviderRegistry: '@mediaconduit/runtime',
    ServiceRegistry: '@mediaconduit/runtime',
  },
};
