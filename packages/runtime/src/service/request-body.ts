import type { ServiceRequest } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import { formBody } from './form-body';

/** What is sent as the body of a request, and the headers that go with it. */
export interface RequestBody {
  readonly body: string | Uint8Array | Readable;
  readonly headers: Readonly<Record<string, string>>;
}

/** The `form`, or the `body` that is a stream or bytes, of a request; counted for `onUpload`. */
export function requestBody({ body, form, headers, onUpload }: ServiceRequest): RequestBody | undefined {
  if (form) {
    const { contentType, sizeBytes, chunks, destroy } = formBody(form);
    const length: Record<string, string> = sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) };
    const stream = Readable.from(counted(chunks(), sizeBytes, onUpload), { objectMode: false });
    // also when it was never read: then the generator has not run, and nothing in it can clean up
    stream.once('close', destroy);
    return { body: stream, headers: { 'content-type': contentType, ...length } };
  }
  if (!(body instanceof Readable) || !onUpload) return body === undefined ? undefined : { body, headers: {} };
  const announced = Number(headers?.['content-length']);
  const stream = Readable.from(counted(body, announced || undefined, onUpload), { objectMode: false });
  stream.once('close', () => body.destroy());
  return { body: stream, headers: {} };
}

/** Ends the streams of a request that was not sent. */
export function discardBody({ body, form }: ServiceRequest): void {
  if (body instanceof Readable) body.destroy();
  if (form) formBody(form).destroy();
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  totalBytes: number | undefined,
  onUpload: ServiceRequest['onUpload'],
): AsyncGenerator<Uint8Array, void, void> {
  let sentBytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    sentBytes += chunk.length;
    onUpload?.(sentBytes, totalBytes);
  }
}
