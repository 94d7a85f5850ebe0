import { anySignal, type EnginePlatform } from '@mediaconduit/sdk';
import { parseImageReference } from './image-reference';
import { RegistryReader } from './registry-reader';

/** A plan is not worth more time, in ms. */
const WITHIN_MS = 5000;

/**
 * How many bytes an image has as it travels, by its manifest in its registry; `undefined` when that cannot be told: without a
 * network, for a private image, and for one that there is not for this platform.
 */
export async function imageDownload(
  image: string,
  platform: EnginePlatform,
  { signal, withinMs = WITHIN_MS }: { readonly signal: AbortSignal; readonly withinMs?: number },
): Promise<number | undefined> {
  const place = parseImageReference(image);
  if (!place) return undefined;
  try {
    const registry = new RegistryReader(place, anySignal([signal, AbortSignal.timeout(withinMs)]));
    const first = Object(await registry.manifest(place.reference)) as Manifest;
    const own = first.manifests === undefined ? undefined : digestFor(first.manifests, platform);
    if (first.manifests !== undefined && own === undefined) return undefined;
    return sizeOf(own === undefined ? first : (Object(await registry.manifest(own)) as Manifest));
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** What somebody else has written. */
interface Manifest {
  readonly config?: unknown;
  readonly layers?: unknown;
  readonly manifests?: unknown;
}

function digestFor(manifests: unknown, { architecture, os }: EnginePlatform): string | undefined {
  const all = (Array.isArray(manifests) ? manifests : []).map((one) => Object(one) as Record<string, unknown>);
  const found = all.find(({ platform }) => {
    const wanted = Object(platform) as Partial<EnginePlatform>;
    return wanted.os === os && wanted.architecture === architecture;
  });
  const digest = found?.['digest'];
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

function sizeOf({ config, layers }: Manifest): number | undefined {
  if (!Array.isArray(layers)) return undefined;
  const sizes = [config, ...(layers as unknown[])].map((one) => (Object(one) as { readonly size?: unknown }).size);
  const isWhole = sizes.every((size) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0);
  return isWhole ? (sizes as number[]).reduce((sum, size) => sum + size, 0) : undefined;
}
