import { CAPABILITIES } from '@mediaconduit/sdk';
import { builtinModules } from 'node:module';

/** Ids and aliases of the providers that MediaConduit itself publishes, or that the original core knew. */
const FIRST_PARTY = [
  'anthropic',
  'chatterbox',
  'cowsay',
  'ffmpeg',
  'huggingface',
  'hugging-face',
  'kokoro',
  'ollama',
  'openai',
  'openrouter',
  'replicate',
  'together',
  'whisper',
  'zonos',
];

/** What stands before the first `:` of an identifier of a source. */
const SOURCES = ['file', 'git', 'github', 'http', 'https', 'npm'];

/** Names of our own packages and commands, which a provider must not look like. */
const OWN = ['create', 'gateway', 'mediaconduit', 'provider', 'runtime', 'sdk', 'service', 'service-kit', 'testkit'];

const REASONS: readonly (readonly [readonly string[], string])[] = [
  [FIRST_PARTY, 'MediaConduit has a provider of that id'],
  [SOURCES, 'it names a kind of source'],
  [CAPABILITIES, 'it is a capability'],
  [OWN, 'it is a word of MediaConduit itself'],
  [builtinModules, 'it is a module of Node.js'],
];

/** Why nobody else may take that id; `undefined` when it is free. */
export function reasonIfReserved(id: string): string | undefined {
  return REASONS.find(([ids]) => ids.includes(id))?.[1];
}
