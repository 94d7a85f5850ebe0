import { CAPABILITIES, type Capability } from '@mediaconduit/sdk';

/** What a provider may stand in front of. */
export type Kind = 'api' | 'node' | 'python' | 'image' | 'openai' | 'cog' | 'gradio';

/** What runs the service of a provider. */
export type ServiceRuns = 'node' | 'python' | 'image';

/** What is asked about a kind, and which templates belong to it. */
export interface KindFacts {
  /** One line for help and questions. */
  readonly summary: string;
  /** Missing for those that call somebody else's address. */
  readonly runs?: ServiceRuns;
  readonly capabilities: readonly Capability[];
  readonly defaultCapability: Capability;
  /** Folders of templates, those of the provider's own code. */
  readonly templates: readonly string[];
  /** What has to be known about it, with what stands there when nobody says. */
  readonly url?: string;
  readonly image?: string;
  readonly port?: number;
  readonly health?: string;
  readonly endpoint?: string;
  readonly needsKey: boolean;
  /** npm packages that the provider's code imports beside the SDK. */
  readonly dependencies: readonly string[];
}

const OWN_SERVICE = {
  capabilities: CAPABILITIES,
  defaultCapability: 'text-to-text',
  templates: ['api/service'],
  needsKey: false,
  dependencies: [],
} as const;

const OPENAI_CAPABILITIES = [
  'text-to-text',
  'image-to-text',
  'text-to-image',
  'text-to-audio',
  'audio-to-text',
  'text-to-embedding',
] as const;

/** Every kind of provider that can be made, in the order in which they are offered. */
export const KINDS: Readonly<Record<Kind, KindFacts>> = {
  api: {
    summary: 'a remote API, called over HTTP',
    capabilities: CAPABILITIES,
    defaultCapability: 'text-to-text',
    templates: ['api/remote', 'api/api'],
    url: 'https://api.example.com/v1',
    needsKey: true,
    dependencies: [],
  },
  node: { summary: 'a service of your own in Node.js', runs: 'node', ...OWN_SERVICE },
  python: { summary: 'a service of your own in Python', runs: 'python', ...OWN_SERVICE },
  image: {
    summary: 'an existing container image',
    runs: 'image',
    ...OWN_SERVICE,
    image: 'ghcr.io/example/service:1.0.0',
    port: 8080,
    health: '/health',
  },
  openai: {
    summary: 'an OpenAI-compatible address',
    capabilities: OPENAI_CAPABILITIES,
    defaultCapability: 'text-to-text',
    templates: ['api/remote', 'api/openai'],
    url: 'http://localhost:8000/v1',
    needsKey: false,
    dependencies: [],
  },
  cog: {
    summary: 'a Cog container, by its predictions API',
    runs: 'image',
    capabilities: CAPABILITIES,
    defaultCapability: 'text-to-image',
    templates: ['api/cog'],
    image: 'r8.im/example/model:1.0.0',
    port: 5000,
    health: '/health-check',
    needsKey: false,
    dependencies: [],
  },
  gradio: {
    summary: 'a Gradio app, by its address',
    capabilities: CAPABILITIES,
    defaultCapability: 'text-to-image',
    templates: ['api/remote', 'api/gradio'],
    url: 'https://example.hf.space',
    endpoint: '/predict',
    needsKey: false,
    dependencies: ['eventsource-parser'],
  },
};

/** The names of {@link KINDS}. */
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];
