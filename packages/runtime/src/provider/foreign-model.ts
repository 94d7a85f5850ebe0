import {
  isMedia,
  parseCapability,
  Text,
  toMedia,
  type BinaryMedia,
  type Model,
  type ModelInfo,
  type Provider,
} from '@mediaconduit/sdk';

/** What models of the original core have; those that are plain objects have less. */
type ForeignModel = Model & { getInputTypes?(): readonly string[] };

type BinaryKind = Parameters<typeof toMedia>[0];
type BinaryClass = { fromBytes(bytes: Uint8Array, options: object): BinaryMedia };

const BINARY_KINDS: ReadonlySet<string> = new Set<BinaryKind>(['image', 'audio', 'video', '3d']);
const adopted = new WeakSet<object>();

/**
 * Lets a model of the original core be called as every other: plain texts, bytes and paths become the media values that its
 * class asks for by `asRole()`, and what is in a file or behind a URL is read before, as it reads `data`. What it does
 * not say of itself is what its provider says of it. The model stays what it is otherwise.
 */
export function adoptForeignModel(model: unknown, provider: Provider, id: string): Model {
  if (typeof model !== 'object' || model === null || adopted.has(model)) return model as Model;
  const found = model as ForeignModel;
  if (!Object.isExtensible(found) || typeof found.transform !== 'function') return found;
  adopted.add(found);
  const { name, capabilities } = infoOf(provider, id);
  for (const [key, value] of Object.entries({ id, name, capabilities })) {
    if ((found as unknown as Record<string, unknown>)[key] === undefined) Object.assign(found, { [key]: value });
  }
  const transform = found.transform.bind(found) as (...words: unknown[]) => unknown;
  const kind = inputKindOf(found);
  found.transform = (async (input: unknown, ...more: unknown[]) =>
    transform(await prepare(input, kind), ...more)) as Model['transform'];
  return found;
}

function infoOf(provider: Provider, id: string): Pick<ModelInfo, 'name' | 'capabilities'> {
  const listed = provider.models?.find((info) => info.id === id);
  return { name: listed?.name ?? id, capabilities: listed?.capabilities ?? provider.capabilities };
}

/** Of models that are made from the classes of the core alone: others may want plain texts. */
function inputKindOf(model: ForeignModel): string | undefined {
  if (!('getInputTypes' in model)) return undefined;
  const [kind] = model.capabilities.flatMap((one) => parseCapability(one)?.split('-to-')[0] ?? []);
  return kind;
}

async function prepare(input: unknown, kind: string | undefined): Promise<unknown> {
  if (Array.isArray(input)) return Promise.all(input.map((one: unknown) => prepare(one, kind)));
  const media = toValue(input, kind);
  return isBinary(media) && !media.inMemory ? readWhole(media) : media;
}

function toValue(input: unknown, kind: string | undefined): unknown {
  if (kind === undefined) return input;
  if (typeof input === 'string' && kind === 'text') return new Text(input);
  const isPlain = typeof input === 'string' || input instanceof Uint8Array || input instanceof URL;
  return isPlain && BINARY_KINDS.has(kind) ? toMedia(kind as BinaryKind, input) : input;
}

function isBinary(value: unknown): value is BinaryMedia {
  return isMedia(value) && BINARY_KINDS.has(value.kind);
}

async function readWhole(media: BinaryMedia): Promise<BinaryMedia> {
  const { localPath, metadata, sourceAsset } = media;
  const known = localPath === undefined ? metadata : { localPath, ...metadata };
  const Class = media.constructor as unknown as BinaryClass;
  return Class.fromBytes(await media.bytes(), { metadata: known, sourceAsset });
}
