import type { Readable } from 'node:stream';
import type { RequestBody } from './request-body';
import { requireType } from './require-type';
import { openUpload } from './upload-stream';

/** Which bodies a route takes as a stream. */
export interface StreamBodyOptions {
  /** Default `application/octet-stream`; `video/*` stands for every kind of video. */
  readonly contentTypes?: readonly string[];
}

/**
 * A body of any size that the handler reads itself, with back-pressure. It fails with {@link HttpError} 413 as soon as
 * more than the route's `maxBodyBytes` are announced or came, with 408 when no byte comes any more, and with 400 when the
 * client breaks off.
 */
export function streamBody({
  contentTypes = ['application/octet-stream'],
}: StreamBodyOptions = {}): RequestBody<Readable> {
  return {
    content: Object.fromEntries(contentTypes.map((type) => [type, { contentMediaType: type }])),
    read: async (request, response, limits) => {
      requireType(request.headers, contentTypes);
      return openUpload(request, response, limits);
    },
  };
}
