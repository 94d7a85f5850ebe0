import { environmentSchema } from './environment-schema';
import type { ManifestSchema } from './manifest-schema';

const strings = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

const capabilities = {
  description: 'What it can do, <input>-to-<output>; other words are kept as tags.',
  ...strings,
} as const;

const overrides = {
  dockerCompose: { description: "Compose file, relative to the service's folder.", type: 'string', minLength: 1 },
  serviceName: {
    description: 'The compose service that answers requests.',
    type: 'string',
    pattern: '^[A-Za-z0-9._-]+$',
  },
  healthEndpoint: { description: 'Path of the readiness probe.', type: 'string', minLength: 1 },
  defaultBaseUrl: { description: 'Where the service used to listen.', type: 'string', pattern: '^https?://[^\\s/]+' },
  environment: environmentSchema,
} as const;

const byteSize = {
  type: ['string', 'integer'],
  minimum: 1,
  pattern: '^[0-9]+([.][0-9]+)?[ ]?([kKmMgGtT]([iI]?[bB])?|[bB])?$',
} as const;

const model = {
  type: ['object', 'string'],
  minLength: 1,
  additionalProperties: false,
  required: ['id'],
  properties: {
    id: {
      description: 'Unique in this provider; any text: llama3.2:1b.',
      type: 'string',
      minLength: 1,
      maxLength: 200,
    },
    name: { description: 'Name for people. Default: the id.', type: 'string' },
    description: { description: 'One sentence.', type: 'string' },
    capabilities: { ...capabilities, description: "Default: the provider's." },
    limits: {
      description: 'Largest input, checked before the service starts.',
      type: 'object',
      additionalProperties: false,
      properties: {
        maxTextLength: { description: 'Characters of text.', type: 'integer', minimum: 1 },
        maxInputBytes: { description: 'Other media: bytes, or 25MiB.', ...byteSize },
      },
    },
    downloadSize: { description: 'What its first use downloads, about: bytes, or 150MiB.', ...byteSize },
    pricing: {
      description: 'What a unit of input and of output costs; for choosing between providers.',
      type: 'object',
      additionalProperties: false,
      properties: {
        inputCost: { description: 'Default 0.', type: 'number', minimum: 0 },
        outputCost: { description: 'Default 0.', type: 'number', minimum: 0 },
        currency: { description: 'Three letters. Default: USD.', type: 'string', pattern: '^[A-Z]{3}$' },
      },
    },
    parameters: { description: 'Defaults and ranges, for people.', type: 'object' },
    inputTypes: { description: 'Media types that go in.', ...strings },
    outputTypes: { description: 'Media types that come out.', ...strings },
    tags: { description: 'Words for search.', ...strings },
    metadata: { description: 'Anything.' },
  },
} as const;

const variable = {
  type: ['object', 'string', 'number', 'boolean'],
  additionalProperties: false,
  properties: {
    description: { description: 'What it is for.', type: 'string' },
    required: { description: 'Whether the provider cannot work without it. Default false.', type: 'boolean' },
    example: {
      description: 'A value as people would write it, never a real key.',
      type: ['string', 'number', 'boolean'],
    },
    default: { description: 'Value when it is not set.', type: ['string', 'number', 'boolean'] },
    secret: {
      description: 'Never shown. Default: true when the name ends in KEY, TOKEN, SECRET or PASSWORD.',
      type: 'boolean',
    },
  },
} as const;

/** JSON Schema (draft 7) of `MediaConduit.provider.yml` in every generation: the check, the editor's help and the documents. */
export const providerSchema: ManifestSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://mediaconduit.dev/schemas/mediaconduit.provider.schema.json',
  title: 'MediaConduit provider',
  description: 'Describes a provider: who it is, what its models can do, which service it needs.',
  type: 'object',
  additionalProperties: false,
  if: { required: ['contract'] },
  then: { required: ['id', 'type'] },
  properties: {
    contract: { description: 'The contract numbers it was written for: 1 or "1-3".', type: ['integer', 'string'] },
    id: { description: 'kebab-case: cowsay.', type: 'string', minLength: 1, maxLength: 64 },
    name: { description: 'Name for people. Default: the id.', type: 'string', minLength: 1, maxLength: 200 },
    description: { description: 'One sentence.', type: 'string' },
    version: { description: 'Default: what package.json says.', type: ['string', 'number'] },
    author: { description: 'Who maintains it.', type: ['string', 'object'] },
    type: {
      description: 'local (its service runs here, or it needs none) or remote (it calls an API).',
      type: 'string',
    },
    capabilities,
    tags: { description: 'Words for search.', ...strings },
    models: {
      description: 'The models. Older manifests may have a map with dynamic: true.',
      type: ['array', 'object'],
      items: model,
      additionalProperties: false,
      properties: {
        dynamic: { description: 'Whether the service knows its models itself.', type: 'boolean' },
        capabilities,
        parameters: { description: 'Defaults and ranges, for people.', type: 'object' },
        inputTypes: { description: 'Media types that go in.', ...strings },
        outputTypes: { description: 'Media types that come out.', ...strings },
      },
    },
    dynamicModels: {
      description: 'Whether the service or API knows more models than are listed. Default false.',
      type: 'boolean',
    },
    service: {
      description: 'The service it needs: an identifier, or an identifier with overrides.',
      type: ['string', 'object'],
      minLength: 1,
      additionalProperties: false,
      required: ['identifier'],
      properties: {
        identifier: {
          description: 'Package name, github:owner/repo@ref, URL, folder or installed id.',
          type: 'string',
          minLength: 1,
        },
        ...overrides,
      },
    },
    configuration: {
      description: 'What the provider reads from its surroundings.',
      type: 'object',
      additionalProperties: false,
      properties: {
        environment: {
          description: 'Environment variables by name.',
          type: 'object',
          propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
          additionalProperties: variable,
        },
      },
    },
    defaultBaseUrl: { description: 'Base URL of the remote API.', type: 'string', pattern: '^https?://[^\\s/]+' },
    main: {
      description: 'Entry file, relative to this file. Default: what package.json says.',
      type: 'string',
      minLength: 1,
    },
    exportName: {
      description: 'Export that holds the class, when it is not the default export.',
      type: 'string',
      minLength: 1,
    },
    dependencies: {
      description: 'Packages it needs, as a map of names to ranges; older manifests also use a list of such maps.',
      type: ['object', 'array'],
      additionalProperties: { type: ['string', 'number', 'array'] },
      items: { type: ['object', 'string'] },
    },
    serviceUrl: { description: 'Older manifests: as service.identifier.', type: 'string', minLength: 1 },
    serviceConfig: {
      description: 'Older manifests: what differs from the service definition.',
      type: 'object',
      additionalProperties: false,
      properties: overrides,
    },
    exports: {
      description: 'Older manifests: provider is the entry file or the name of the export.',
      type: 'object',
      properties: { provider: { description: 'Entry file or name.', type: 'string', minLength: 1 } },
    },
    configSchema: { description: 'Older manifests: JSON Schema of the settings.' },
    requirements: { description: 'Older manifests: node, docker, memory, disk space.' },
    supportedFormats: { description: 'For people.' },
    supportedLanguages: { description: 'For people.' },
    features: { description: 'For people.' },
    specialties: { description: 'For people.' },
    homepage: { description: 'Web page.', type: 'string' },
    repository: { description: 'Where the sources are.', type: ['string', 'object'] },
    documentation: { description: 'Where the documents are.' },
    license: { description: 'SPDX name.', type: 'string' },
    keywords: { description: 'Words for search.', ...strings },
    metadata: { description: 'Anything.' },
  },
};
