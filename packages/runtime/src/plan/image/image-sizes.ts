import type { EngineSet } from '../../engine/engine-set';
import type { PlannedImageSize } from '../plan';
import { imageDownload } from './image-download';

/** What the engine knows of an image, else its registry; `undefined` where neither does. */
export async function imageSize(
  image: string,
  { engines, signal }: { readonly engines: EngineSet; readonly signal: AbortSignal },
): Promise<PlannedImageSize | undefined> {
  const images = (await engines.get('docker'))?.images;
  if (!images) return undefined;
  try {
    const found = await images.find(image);
    if (found) return { sizeBytes: found.sizeBytes, isHere: true };
    const sizeBytes = await imageDownload(image, await images.platform(), { signal });
    return sizeBytes === undefined ? undefined : { sizeBytes, isHere: false };
  } catch {
    signal.throwIfAborted();
    return undefined; // the engine has gone: what starts the service says so
  }
}
