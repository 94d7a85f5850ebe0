import { CAPABILITIES, MediaConduitError, parseCapability, type Capability } from '@mediaconduit/sdk';
import type { GivenAnswers, ProviderAnswers } from './answers';
import { KIND_NAMES, KINDS, type Kind, type KindFacts } from './kinds';
import { LICENCE_NAMES, type Licence } from './licences';
import { parseProviderName } from './provider-names';
import { unknownWord } from './unknown-word';

/**
 * Checks what an author gave, and fills in what nobody said.
 * @throws `MC_USAGE` and `MC_IDENTIFIER_INVALID`, each naming the flag, with the nearest value that there is.
 */
export function checkAnswers(given: GivenAnswers): ProviderAnswers {
  if (given.name === undefined || given.name.trim() === '') {
    throw new MediaConduitError('MC_USAGE', 'The provider has no name.', {
      hint: 'npm create @mediaconduit/provider my-thing',
    });
  }
  const names = parseProviderName(given.name, given.scope);
  const kind = parseKind(given.kind ?? 'api');
  const facts = KINDS[kind];
  checkFlagsOfKind(kind, given);
  return {
    names,
    kind,
    capabilities: parseCapabilityNames(given.capabilities ?? [], kind),
    description: parseLine('--description', given.description ?? `${names.title}, as a provider of MediaConduit.`),
    author: parseLine('--author', given.author ?? ''),
    licence: parseLicence(given.licence ?? 'MIT'),
    ...addressOf(facts, given),
  };
}

/** @throws `MC_USAGE` */
export function parseKind(value: string): Kind {
  const known = KIND_NAMES.find((kind) => kind === value);
  if (known) return known;
  throw unknownWord('--kind', value, KIND_NAMES);
}

/** Any spelling of a capability, each once; the usual one of the kind for an empty list. @throws `MC_USAGE` */
export function parseCapabilityNames(given: readonly string[], kind: Kind): Capability[] {
  const { capabilities: possible, defaultCapability } = KINDS[kind];
  const words = given.flatMap((word) => word.split(',')).map((word) => word.trim());
  const wanted = words.filter((word) => word !== '').map((word) => toCapability(word));
  const impossible = wanted.find((capability) => !possible.includes(capability));
  if (impossible === undefined) return wanted.length === 0 ? [defaultCapability] : [...new Set(wanted)];
  throw new MediaConduitError('MC_USAGE', `A provider of the kind "${kind}" cannot do ${impossible}.`, {
    hint: `it can do ${possible.join(', ')}; --kind api takes every capability`,
    facts: { kind, capability: impossible },
  });
}

function toCapability(word: string): Capability {
  const capability = parseCapability(word);
  if (capability) return capability;
  throw unknownWord('--capability', word, CAPABILITIES);
}

/** @throws `MC_USAGE` */
export function parseLicence(value: string): Licence {
  const known = LICENCE_NAMES.find((licence) => licence.toLowerCase() === value.toLowerCase());
  if (known) return known;
  throw unknownWord('--license', value, LICENCE_NAMES);
}

/** @throws `MC_USAGE` for what would need more than a line. */
export function parseLine(flag: string, value: string): string {
  const text = value.trim();
  // eslint-disable-next-line no-control-regex -- a line feed in a field of a manifest is somebody else's field
  if (!/[\u0000-\u001f\u007f\u2028\u2029]/.test(text) && text.length <= 300) return text;
  throw wrongValue(flag, value, 'it must be one line of 300 characters at the most');
}

/** @throws `MC_USAGE` */
export function parseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[\s"'`\\<>{}|^]/.test(value)) {
    return value.replace(/\/+$/, '');
  }
  const shown = value.replace(/(?<=\/\/)[^/]*@/, '…@'); // what is in front may be a password
  throw wrongValue('--url', shown, 'it must be an http or https address without a user or a password');
}

type Address = Pick<ProviderAnswers, 'url' | 'image' | 'port' | 'health' | 'endpoint' | 'model'>;

function addressOf(facts: KindFacts, given: GivenAnswers): Address {
  const { url, image, port, health, endpoint } = facts;
  return {
    url: url && parseUrl(given.url ?? url),
    image: image && parsePattern('--image', given.image ?? image, /^[a-z0-9][\w.\-/:@]{0,254}$/i),
    port: port && parsePort(given.port ?? port),
    health: health && parsePattern('--health', given.health ?? health, /^\/[\w.\-/~%?=&]*$/),
    endpoint: endpoint && parsePattern('--endpoint', given.endpoint ?? endpoint, /^\/[\w.-]+$/),
    model: given.model === undefined ? undefined : parsePattern('--model', given.model, /^[\w.\-/:@]{1,200}$/),
  };
}

function parsePattern(flag: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value;
  throw wrongValue(flag, value, `it must look like ${pattern.source}`);
}

function parsePort(value: string | number): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw wrongValue('--port', value, 'it must be a whole number from 1 to 65535');
}

const KIND_FLAGS = ['url', 'image', 'port', 'health', 'endpoint'] as const;

function checkFlagsOfKind(kind: Kind, given: GivenAnswers): void {
  const surplus = KIND_FLAGS.find((flag) => given[flag] !== undefined && KINDS[kind][flag] === undefined);
  if (surplus === undefined) return;
  const others = KIND_NAMES.filter((name) => KINDS[name][surplus] !== undefined);
  throw new MediaConduitError('MC_USAGE', `--${surplus} says nothing about a provider of the kind "${kind}".`, {
    hint: `leave it out, or choose --kind ${others.join(' or ')}`,
    facts: { kind, flag: `--${surplus}` },
  });
}

function wrongValue(flag: string, value: unknown, hint: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `${flag} cannot be ${JSON.stringify(value)}.`, { hint, facts: { flag } });
}
