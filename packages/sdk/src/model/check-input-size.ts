import { MediaConduitError } from '../error/mediaconduit-error';
import type { BinaryMedia } from '../media/binary-media';
import type { ReadOptions } from '../media/media-source';
import type { ModelInfo } from '../provider/provider';

/** How {@link checkInputSize} speaks of what is too large. */
export interface InputSizeOptions extends ReadOptions {
  /** Default `file`. */
  readonly name?: string;
  /** What the caller can do. Default: to cut it, or to make it smaller. */
  readonly hint?: string;
}

/**
 * What has no known size, such as a stream, passes: the service counts it.
 * @throws `MC_INPUT_TOO_LARGE` above `limits.maxInputBytes` of the manifest, and what asking for the size fails with.
 */
export async function checkInputSize(
  media: BinaryMedia,
  { id, limits }: Pick<ModelInfo, 'id' | 'limits'>,
  { name = 'file', hint = 'cut it into parts, or make it smaller first', signal }: InputSizeOptions = {},
): Promise<void> {
  const maxInputBytes = limits?.maxInputBytes;
  if (maxInputBytes === undefined) return;
  const sizeBytes = await media.sizeBytes({ signal });
  if (sizeBytes === undefined || sizeBytes <= maxInputBytes) return;
  throw new MediaConduitError(
    'MC_INPUT_TOO_LARGE',
    `The ${name} has ${sizeBytes} bytes; ${id} takes ${maxInputBytes}.`,
    {
      hint,
      facts: { model: id, sizeBytes, maxInputBytes },
    },
  );
}
