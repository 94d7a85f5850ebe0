import type { FormValue, ServiceRequest } from '@mediaconduit/sdk';
import type { Readable } from 'node:stream';
import { formBody } from './form-body';
import { namingLocalFiles } from './local-file';
import { UploadStream } from './upload-stream';

/** What is sent as the body of a request, and the headers that go with it. */
export interface RequestBody {
  readonly body: string | Uint8Array | Readable;
  readonly headers: Readonly<Record<string, string>>;
}

const NO_STREAMS: readonly Readable[] = Object.freeze([]);

/**
 * The `form`, or the `body` that is a stream or bytes, of a request; counted for `onUpload`. With a token, files of this
 * machine are named in the form and not sent.
 */
export function requestBody(
  { body, form, headers, onUpload }: ServiceRequest,
  fileToken?: string,
): RequestBody | undefined {
  if (form) {
    const { contentType, sizeBytes, chunks, destroy } = formBody(fileToken ? namingLocalFiles(form, fileToken) : form);
    const length: Record<string, string> = sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) };
    const stream = new UploadStream(counted(chunks(), sizeBytes, onUpload), destroy);
    return { body: stream, headers: { 'content-type': contentType, ...length } };
  }
  if (!isStream(body)) return body === undefined ? undefined : { body, headers: {} };
  const announced = Number(headers?.['content-length']);
  const chunks = counted(body as AsyncIterable<Uint8Array>, announced || undefined, onUpload);
  return { body: new UploadStream(chunks, () => void body.destroy()), headers: {} };
}

/** Ends the streams of a request that was not sent. */
export function discardBody(request: ServiceRequest): void {
  for (const stream of streamsOf(request)) stream.destroy();
}

/** Lets no stream of a request end the program by failing before it is read; whoever reads it is told. */
export function shieldBody(request: ServiceRequest): void {
  for (const stream of streamsOf(request)) stream.on('error', () => undefined);
}

/** Whether a request may be sent twice, and can be: a stream is read only once. */
export function isRepeatable(request: ServiceRequest): boolean {
  const { body, form, idempotent, json, method } = request;
  const isEmpty = body === undefined && form === undefined && json === undefined;
  const isRead = method === undefined ? isEmpty : method === 'GET' || method === 'HEAD';
  return (idempotent ?? isRead) && streamsOf(request).length === 0;
}

function streamsOf({ body, form }: ServiceRequest): readonly Readable[] {
  if (form === undefined && !isStream(body)) return NO_STREAMS;
  const values = form === undefined ? [] : Object.values(form).flat();
  const contents = values.map((value: FormValue) => (typeof value === 'string' ? value : value.content));
  return [body, ...contents].filter(isStream);
}

/** Also a stream of the package readable-stream, which is not made by the class of Node.js. */
function isStream(body: ServiceRequest['body']): body is Readable {
  return typeof body === 'object' && !(body instanceof Uint8Array);
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
