import { environmentSchema } from './environment-schema';
import type { ManifestSchema } from './manifest-schema';

const strings = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

const probePath = '^/(?![/\\\\])[^\\s\\\\#]*$';

/** Comparisons separated by spaces: `>=3.9 <3.14`. */
const VERSION_RANGE = '^(>=?|<=?|=|~|\\^)?[0-9]+([.][0-9]+){0,2}( (>=?|<=?|=|~|\\^)?[0-9]+([.][0-9]+){0,2})*$';

const byteSize = {
  type: ['string', 'integer'],
  minimum: 0,
  pattern: '^[0-9]+([.][0-9]+)?[ ]?([kKmMgGtT]([iI]?[bB])?|[bB])?$',
} as const;

const processBlock = {
  command: {
    description:
      'Program and arguments; "node" is the Node.js that runs MediaConduit, "python" (with the key python) the one of its packages.',
    ...strings,
    minItems: 1,
  },
  port: {
    description:
      'How the program learns its port: "fd" (an open socket is inherited as 3), "ipc" (it reports by process.send), or env and value with a pattern for its log.',
    type: ['string', 'object'],
    pattern: '^(fd|ipc)$',
    additionalProperties: false,
    required: ['log'],
    properties: {
      env: { description: 'Variable that tells where to listen.', type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      value: { description: 'Its value; port 0 lets the system choose.', type: ['string', 'integer'] },
      log: {
        description: 'Regular expression for the log line; the first group is the port.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
    },
  },
  environment: environmentSchema,
  inherit: {
    description: 'Variables of the user that the program gets; OLLAMA_* stands for all that begin so.',
    type: 'array',
    items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*[*]?$' },
  },
  localFiles: {
    description:
      'The program opens files of this machine that a form names, and only reads them, instead of getting copies; not on Windows.',
    type: 'boolean',
  },
  programs: {
    description: 'Programs that must be on the PATH, each with how to get it: { ffmpeg: apt-get install ffmpeg }.',
    type: 'object',
    propertyNames: { pattern: '^[A-Za-z0-9._+-]+$' },
    additionalProperties: { type: 'string', minLength: 1 },
  },
  python: {
    description:
      'Packages of a Python program: they are installed once into an environment of their own, whose interpreter is "python" in the command.',
    type: 'object',
    additionalProperties: false,
    required: ['lock'],
    properties: {
      lock: {
        description:
          'Requirements file that pins and hashes every package (uv pip compile --generate-hashes), relative to this file.',
        type: 'string',
        minLength: 1,
      },
      version: {
        description: 'Versions of Python that will do: ">=3.9 <3.14". Default: any.',
        type: ['string', 'number'],
        pattern: VERSION_RANGE,
      },
    },
  },
} as const;

const platform = {
  description: 'What differs on this platform.',
  type: 'object',
  additionalProperties: false,
  properties: processBlock,
} as const;

const healthCheck = {
  description: 'Older manifests: where the service answers when it is healthy. New ones use readiness.',
  type: ['object', 'string'],
  additionalProperties: false,
  properties: {
    endpoint: { description: 'Path of the probe.', type: 'string' },
    path: { description: 'Path of the probe.', type: 'string' },
    url: { description: 'Address of the probe; only its path is used.', type: 'string' },
    interval: { description: 'Time between two looks at the running service: 30s.' },
    timeout: { description: 'Time that one look may take: 10s.' },
    retries: { description: 'Looks in a row without an answer, after which it is ended.' },
    startPeriod: { description: 'Read, not used.' },
  },
} as const;

const ports = {
  description: 'Older manifests: the port in the container; 0 leaves it to the compose file.',
  type: 'array',
  items: { type: ['integer', 'string'], minimum: 0, maximum: 65535 },
} as const;

const image = { description: 'Image with tag: ollama/ollama:latest.', type: 'string', pattern: '^\\S+$' } as const;

/** JSON Schema (draft 7) of `MediaConduit.service.yml` in every generation: the check, the editor's help and the documents. */
export const serviceSchema: ManifestSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://mediaconduit.dev/schemas/mediaconduit.service.schema.json',
  title: 'MediaConduit service',
  description: 'Describes a service: what it is called, how it is run, when it is ready.',
  type: 'object',
  additionalProperties: false,
  properties: {
    id: {
      description: 'kebab-case, unique among services: cowsay-service.',
      type: 'string',
      minLength: 1,
      maxLength: 64,
    },
    name: { description: 'Name for people. Default: the id.', type: 'string', minLength: 1, maxLength: 200 },
    version: { description: 'Default: what package.json says; 0.0.0 without one.', type: ['string', 'number'] },
    description: { description: 'One sentence.', type: 'string' },
    author: { description: 'Who maintains it.', type: ['string', 'object'] },
    type: { description: 'Read, not used.', type: 'string' },
    capabilities: { description: 'What it can do, <input>-to-<output>; other words are kept as tags.', ...strings },
    tags: { description: 'Words for search.', ...strings },
    engines: {
      description: 'Engines in order of preference. Default: docker, process, remote, as far as they are described.',
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: ['docker', 'process', 'remote'] },
    },
    process: {
      description: 'How to run it without Docker.',
      type: 'object',
      additionalProperties: false,
      properties: {
        ...processBlock,
        platforms: {
          description: 'Overrides by platform.',
          type: 'object',
          additionalProperties: false,
          properties: { win32: platform, darwin: platform, linux: platform },
        },
      },
    },
    docker: {
      description: 'How to run it on Docker.',
      type: 'object',
      additionalProperties: false,
      properties: {
        composeFile: {
          description: 'Compose file, relative to this file. Default docker-compose.yml without an image.',
          type: 'string',
          minLength: 1,
        },
        serviceName: {
          description: 'The compose service that answers requests. Default: the id.',
          type: 'string',
          pattern: '^[A-Za-z0-9._-]+$',
        },
        image,
        port: { description: 'Port in the container.', type: 'integer', minimum: 1, maximum: 65535 },
        ports,
        healthCheck,
        environment: environmentSchema,
        volumes: { description: '"source:target[:ro]", for an image alone: a compose file says its own.' },
      },
    },
    url: {
      description: 'Address of a service that somebody else runs (engine remote).',
      type: 'string',
      pattern: '^https?://[^\\s/]+',
    },
    urlVariables: {
      description:
        'Variables that choose the service beside {NAME}_SERVICE_URL, which wins over them: an address, or another source.',
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Z_][A-Z0-9_]*$' },
    },
    environment: environmentSchema,
    dependsOn: { description: 'Ids of services that must be ready before.', ...strings, uniqueItems: true },
    critical: { description: 'Whether a stack without it counts as failed. Default false.', type: 'boolean' },
    idleStopMs: {
      description: 'An unused service stops after this time; 0 = never. Default 300000.',
      type: 'integer',
      minimum: 0,
    },
    readiness: {
      description: 'When it is ready: GET path answers 2xx.',
      type: 'object',
      additionalProperties: false,
      properties: {
        path: { description: 'Path of the probe, from "/". Default /health.', type: 'string', pattern: probePath },
        timeoutMs: {
          description: 'From start to ready. Default 60000.',
          type: 'integer',
          minimum: 1,
          maximum: 1800000,
        },
      },
    },
    limits: {
      description: 'What it allows at most; 0 = no limit.',
      type: 'object',
      additionalProperties: false,
      properties: {
        maxInputBytes: { description: 'Largest input: bytes, or 25MiB.', ...byteSize },
        maxDurationMs: { description: 'Longest call.', type: 'integer', minimum: 0 },
        memory: { description: 'Memory: bytes, 512m or 4GiB (1024 based, as Docker counts).', ...byteSize },
        cpus: {
          description: 'Processors: 0.5.',
          type: ['number', 'string'],
          minimum: 0,
          pattern: '^[0-9]+([.][0-9]+)?$',
        },
      },
    },
    cache: {
      description: 'Where it keeps downloaded models: "mediaconduit cache" lists and removes them.',
      type: 'object',
      additionalProperties: false,
      required: ['variable'],
      properties: {
        variable: {
          description:
            'Variable that names the folder to a process; one that is set in the environment of the user stays as it is.',
          type: 'string',
          pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        },
        volume: {
          description: 'The named volume of the compose file that holds the same on Docker.',
          type: 'string',
          pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
        },
        layout: {
          description:
            'What the entries of the folder are: "items" (one model each, the default) or "whole" (parts of one store).',
          type: 'string',
          enum: ['items', 'whole'],
        },
      },
    },
    gpu: { description: 'Whether it needs a GPU. Default false.', type: 'boolean' },
    image: { ...image, description: 'Older manifests: as docker.image.' },
    ports,
    healthCheck,
    requirements: { description: 'Older manifests: gpu, memory ("4GB") and cpu ("2.0").', type: 'object' },
    volumes: { description: 'Older manifests: as docker.volumes.' },
    metadata: {
      description: 'Anything; repository, documentation and license are shown by mediaconduit services list --json.',
    },
    homepage: { description: 'Web page.', type: 'string' },
    repository: { description: 'Where the sources are.', type: ['string', 'object'] },
    documentation: { description: 'Where the documents are.', type: 'string' },
    license: { description: 'SPDX name.', type: 'string' },
    keywords: { description: 'Words for search.', ...strings },
    dependencies: { description: 'Read, not used.' },
  },
};
