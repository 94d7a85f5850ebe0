import type { TemporaryFolder } from '@mediaconduit/testkit';

/** Options of two models of {@link DESCRIBED_MANIFEST}; the third takes others. */
const OPTIONS = {
  type: 'object',
  additionalProperties: false,
  required: ['voice'],
  properties: {
    voice: { type: 'string', minLength: 1, description: 'Who speaks.' },
    speed: { type: 'number', minimum: 0.5, maximum: 2, default: 1, description: 'Times as fast as usual.' },
    format: { enum: ['wav', 'mp3'], description: 'How the sound is written.' },
    trim: { type: 'object', properties: { start: { type: 'integer', minimum: 0, description: 'In ms.' } } },
  },
};

export const DESCRIBED_MANIFEST = `contract: 1
id: speaker
name: Speaker
description: Reads texts aloud
type: local
capabilities: [text-to-audio, audio-to-text]
main: index.js
service: ./service
models:
  - id: small
    name: Small
    description: Fast.
    capabilities: [text-to-audio]
    limits: { maxTextLength: 5000 }
    downloadSize: 150MB
  - id: large
    name: Large
    capabilities: [text-to-audio]
    pricing: { inputCost: 0.5, outputCost: 1, currency: EUR }
  - id: ear
    name: Ear
    capabilities: [audio-to-text]
configuration:
  environment:
    SPEAKER_KEY: { description: Key of the voices, required: true, example: sk-123 }
    SPEAKER_REGION: { description: Where they are, default: eu }
`;

const SERVICE = `id: speaker-service
name: Speaker
engines: [process, docker]
process:
  command: [python, -m, app]
  python: { lock: requirements.lock, version: '>=3.11' }
  programs: { espeak-ng: apt-get install espeak-ng }
  inherit: [SPEAKER_*]
docker: { composeFile: compose.yml, serviceName: speaker }
urlVariables: [SPEAKER_URL]
cache: { variable: SPEAKER_CACHE, volume: speaker_cache }
gpu: true
limits: { memory: 4GiB, maxInputBytes: 1GB }
`;

const COMPOSE = `services:
  speaker:
    image: acme/speaker:1.2
    ports: ['\${SPEAKER_HOST_PORT:-0}:8080']
    volumes: ['speaker_cache:/cache']
    deploy: { resources: { limits: { memory: 4g } } }
volumes: { speaker_cache: }
`;

/** The code of a provider whose models take these options; making one without a key fails. */
export const codeWith = (options: string): string => `
if (process.env.FAIL_AT_LOAD) throw new Error('broken today');
const shared = ${options};
exports.default = class {
  constructor(context) {
    this.key = context?.config?.environment?.SPEAKER_KEY;
    this.id = 'speaker'; this.name = 'Speaker'; this.type = 'local'; this.capabilities = []; this.models = [];
    this.models = context?.manifest?.models ?? [];
  }
  async configure() {} async isAvailable() { return true; } getModelsForCapability() { return []; }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
  async dispose() {}
  async getModel(id) {
    if (process.env.HANG_IN_MODEL) {
      require('node:fs').writeFileSync(process.env.HANG_IN_MODEL, '');
      return new Promise(() => setInterval(() => {}, 1000));
    }
    if (this.key === 'real-key') throw new Error('a real key was used');
    const jsonSchema = id === 'ear' ? { properties: { language: { type: 'string', description: 'What is spoken.' } } } : shared;
    return { id, capabilities: ['text-to-audio'], optionsSchema: { jsonSchema, parse: (given) => given } };
  }
};`;

/** Writes a provider with three models, a key and a service into a folder. */
export async function writeDescribedProvider(folder: TemporaryFolder): Promise<void> {
  const manifest = { name: '@acme/speaker-provider', version: '1.0.0', main: 'index.js', engines: { node: '>=20.19' } };
  await folder.write('package.json', JSON.stringify(manifest));
  await folder.write('MediaConduit.provider.yml', DESCRIBED_MANIFEST);
  await folder.write('index.js', codeWith(JSON.stringify(OPTIONS)));
  await folder.write('service/MediaConduit.service.yml', SERVICE);
  await folder.write('service/compose.yml', COMPOSE);
  await folder.write('service/requirements.lock', '');
}
