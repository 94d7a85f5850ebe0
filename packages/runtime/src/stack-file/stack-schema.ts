import { serviceSchema, type ManifestSchema } from '@mediaconduit/sdk/manifest';

/** A day: longer pauses and periods are mistakes of the unit. */
const DAY_MS = 86_400_000;

const SERVICE_NAME = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$';

const integer = (description: string, minimum: number, maximum: number) =>
  ({ description, type: 'integer', minimum, maximum }) as const;

const ms = (description: string, minimum = 0, maximum = DAY_MS) => integer(description, minimum, maximum);

const flag = (description: string) => ({ description, type: 'boolean' }) as const;

const names = (description: string) =>
  ({ description, type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } }) as const;

const nameOf = (what: string) =>
  ({ description: `${what}: kebab-case, at most 64 characters.`, pattern: SERVICE_NAME, maxLength: 64 }) as const;

const { engines, readiness, limits, idleStopMs, critical, process, docker, url, ...others } = serviceSchema.properties;

const restart = {
  description: '"never", or when and how often it is started again after it ended.',
  type: ['string', 'object'],
  pattern: '^never$',
  additionalProperties: false,
  properties: {
    delayMs: ms('First pause; doubled each time. Default 1000.'),
    maxDelayMs: ms('Longest pause. Default 60000.'),
    maxRestarts: integer('Restarts in a row before it counts as failed. Default 5.', 0, 1000),
    resetMs: ms('So long it must have been ready for its restarts to be forgotten. Default 600000.', 1),
    maxPerHour: integer('Restarts in an hour, whatever lies between. Default 20.', 0, 3600),
  },
} as const;

const liveness = {
  description: '"fast" (a hang is noticed after 4 s), or how it is looked at while it runs.',
  type: ['string', 'object'],
  pattern: '^fast$',
  additionalProperties: false,
  properties: {
    intervalMs: ms('Between two looks. Default 10000.', 100),
    timeoutMs: ms('How long a look may take. Default 3000.', 100),
    misses: integer('Misses in a row that end it. Default 3.', 1, 100),
  },
} as const;

const breaker = {
  description: 'When calls to it are held back because it fails.',
  type: 'object',
  additionalProperties: false,
  properties: {
    failureRatio: {
      description: 'Share of failed calls that opens it. Default 0.5.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
    },
    minimumCalls: integer('Calls within the window before the share counts. Default 10.', 1, 100_000),
    windowMs: ms('The window. Default 30000.', 100),
    windowBuckets: integer('Steps in which old calls leave the window. Default 10.', 1, 1000),
    connectionFailures: integer('Failures to connect in a row that open it. Default 5.', 1, 100_000),
    openMs: ms('How long it stays open; doubled each time. Default 5000.', 1),
    maxOpenMs: ms('The longest. Default 60000.', 1),
    jitter: {
      description: 'Share by which the open time is varied up and down. Default 0.2.',
      type: 'number',
      minimum: 0,
      maximum: 1,
    },
    probes: integer('Calls that are let through to try it. Default 3.', 1, 1000),
    probeTimeoutMs: ms('How long such a call may take. Default 10000.', 1),
    slowCallMs: ms('Calls that take longer are counted as slow.', 1),
  },
} as const;

const bulkhead = {
  description: 'How many calls to it there are at once; those that are too many are turned away.',
  type: 'object',
  additionalProperties: false,
  properties: {
    concurrent: integer('Calls that run at once, of all programs together. 0 = no limit, the default.', 0, 100_000),
    waiting: integer('Calls of one program that may wait for a place. Default 100.', 0, 1_000_000),
  },
} as const;

/** What both an entry and its part for a platform may say. */
const settings = {
  engine: { description: 'The one engine to use.', type: 'string', enum: ['docker', 'process', 'remote'] },
  engines,
  environment: {
    ...others.environment,
    description:
      'Variables, a map or a list of NAME=value. ${X} is the value of your variable X, ${X:-d} has a default, ${X:?why} insists; $$ is a dollar sign.',
  },
  limits,
  readiness,
  idleStopMs: { ...idleStopMs, description: 'Stops after so long without use; 0 = never, the default in a stack.' },
  dependsOn: {
    description: 'Entries that must be ready before: a list, or { redis: { condition: ready } }.',
    type: ['array', 'object'],
    uniqueItems: true,
    items: { type: 'string', minLength: 1 },
    additionalProperties: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: { condition: { description: 'Only "ready".', type: 'string', enum: ['ready'] } },
    },
  },
  critical,
  restart,
  liveness,
  breaker,
  bulkhead,
  stopGraceMs: ms('Between the polite and the final end. Default 10000.', 0, 120_000),
  rolling: flag('Two copies at once are harmless: a restart makes the new one ready first. Default false.'),
  restartWithDependencies: flag('Restarted when something that it depends on was. Default false.'),
  group: { description: 'The group that it belongs to.', type: 'string', minLength: 1 },
} as const;

const platform = {
  description: 'What differs on this platform.',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: settings,
} as const;

const service = {
  description: 'One service.',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    use: {
      description: 'Id, package or folder of the service. Default: the name of the entry.',
      type: 'string',
      minLength: 1,
      maxLength: 1000,
    },
    ...settings,
    platforms: {
      description: 'Overrides by platform.',
      type: 'object',
      additionalProperties: false,
      properties: { linux: platform, darwin: platform, win32: platform },
    },
    process,
    docker,
    image: { ...others.image, description: 'Image with tag, as docker.image.' },
    url,
    description: others.description,
    version: { ...others.version, description: 'Version of a service that is described here.' },
    capabilities: others.capabilities,
    cache: others.cache,
    gpu: others.gpu,
  },
} as const;

/** JSON Schema (draft 7) of `mediaconduit.yml`: the check, the editor's help and the documents. */
export const stackSchema: ManifestSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://mediaconduit.dev/schemas/mediaconduit.stack.schema.json',
  title: 'MediaConduit stack',
  description: 'The providers and services that belong together, and how they are kept running.',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { ...nameOf('Name of the stack'), type: 'string' },
    providers: names('Providers: ids, packages or folders.'),
    isolation: {
      description:
        'How providers run: "process" gives each one a process of its own, "none" does not. For all, or by id.',
      type: ['string', 'object'],
      pattern: '^(none|process)$',
      additionalProperties: { description: 'For the provider of this id.', type: 'string', enum: ['none', 'process'] },
    },
    services: {
      description: 'The services by name.',
      type: ['object', 'null'],
      propertyNames: nameOf('Name of a service'),
      additionalProperties: service,
    },
    features: {
      description: 'Sets of services that are switched together; a service in none of them always belongs.',
      type: ['object', 'null'],
      propertyNames: nameOf('Name of a feature'),
      additionalProperties: {
        description: 'The services, or an object with their list and whether the feature is on by default.',
        type: ['array', 'object'],
        uniqueItems: true,
        items: { type: 'string', minLength: 1 },
        required: ['services'],
        additionalProperties: false,
        properties: {
          services: names('The services that it needs.'),
          default: flag('Whether it is on when nobody says anything. Default true.'),
        },
      },
    },
    groups: {
      description: 'Groups of services that exclude each other, such as those that share a GPU.',
      type: ['object', 'null'],
      propertyNames: nameOf('Name of a group'),
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: { concurrent: integer('How many of them run at a time. Default 1.', 1, 1000) },
      },
    },
  },
};
