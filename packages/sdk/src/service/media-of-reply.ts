import { MediaConduitError } from '../error/mediaconduit-error';
import { loadMediaIo } from '../media/load-media-io';
import type { MediaByKind } from '../media/media-of';
import { toMedia, type BinaryKind } from '../media/to-media';
import { ownMetadata } from '../media/media-metadata';
import type { MediaOptions } from '../media/media-options';
import type { ServiceStreamReply } from './service-handle';

/** Replies up to this size are collected: they can be read again and again. */
const IN_MEMORY_BYTES = 4 * 1024 * 1024;

/**
 * The body as a media value with the reply's `timing`. Up to 4 MiB (by its content-length) are collected; more can be
 * read once, keeps the service in use until then, and is best saved with `saveToFile`.
 * @throws `MC_SERVICE_REPLY_INVALID` when it is empty.
 */
export async function mediaOfReply<K extends BinaryKind>(
  kind: K,
  reply: ServiceStreamReply,
  { metadata, sourceAsset }: MediaOptions = {},
): Promise<MediaByKind[K]> {
  const announced = reply.headers['content-length'];
  const isSmall = announced !== undefined && Number(announced) <= IN_MEMORY_BYTES;
  const bytes = isSmall ? await loadMediaIo().collectBytes(reply.body, IN_MEMORY_BYTES) : undefined;
  if (bytes?.length === 0) {
    throw new MediaConduitError('MC_SERVICE_REPLY_INVALID', `The service answered an empty ${kind}.`, {
      hint: 'look at what the service wrote: mediaconduit services logs',
      facts: { kind, status: reply.status },
    });
  }
  const media = toMedia(kind, bytes ?? reply.body);
  media.metadata = ownMetadata(metadata);
  media.sourceAsset = sourceAsset;
  media.timing = reply.timing;
  return media;
}
