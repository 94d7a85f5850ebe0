import { isMedia, parseCapability, toMedia, type Capability, type MediaByKind } from '@mediaconduit/sdk';

type BinaryKind = Parameters<typeof toMedia>[0] & keyof MediaByKind;

/** Names in a record of media, with the kind of what stands there. */
const NAMED: Readonly<Record<string, BinaryKind>> = {
  ...{ image: 'image', images: 'image', audio: 'audio', audios: 'audio', video: 'video', videos: 'video' },
  ...{ '3d': '3d', model3d: '3d' },
};

/**
 * The input of a model as it is given to another process: a path or URL that stands for a medium is opened here, by the
 * rights of the caller and from the folder of the caller. Text stays text.
 */
export function toSendableInput(input: unknown, capabilities: readonly string[]): unknown {
  const kind = onlyBinaryKind(capabilities);
  if (kind !== undefined && isReference(input)) return toMedia(kind, input);
  if (Array.isArray(input)) return input.map((one) => toSendableInput(one, capabilities));
  if (!isRecord(input)) return input;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, namedMedia(name, value)]));
}

/** The kind that all capabilities of the model take first; `undefined` when one of them takes text. */
function onlyBinaryKind(capabilities: readonly string[]): BinaryKind | undefined {
  const known = capabilities.map((one) => parseCapability(one)).filter((one): one is Capability => one !== undefined);
  const kinds = known.map((capability) => capability.slice(0, capability.indexOf('-to-')));
  return kinds.every((kind) => Object.hasOwn(NAMED, kind)) ? NAMED[kinds[0] ?? ''] : undefined;
}

function namedMedia(name: string, value: unknown): unknown {
  const kind = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (kind === undefined) return value;
  if (Array.isArray(value)) return value.map((one) => namedMedia(name, one));
  return isReference(value) ? toMedia(kind, value) : value;
}

function isReference(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || value instanceof URL;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || isMedia(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
