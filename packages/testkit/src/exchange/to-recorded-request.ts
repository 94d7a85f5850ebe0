import type { RecordedPart, RecordedRequest } from './exchange';
import { withMediaHashes } from './media-in-json';
import { essenceOf, parseBody, parseJson, sha256Of, type ReceivedPart } from './read-request';
import { textOfBytes } from './to-recorded-response';

/** A longer text is kept as its hash. */
const LARGEST_TEXT_BYTES = 65_536;

/** What is kept of a request: of its headers only the content type, so that no key gets into a recording. */
export async function toRecordedRequest(
  { method, path }: { readonly method: string; readonly path: string },
  bytes: Buffer,
  contentType: string,
): Promise<RecordedRequest> {
  if (bytes.length === 0) return { method, path };
  const type = essenceOf(contentType) || undefined;
  const { form, json } = await parseBody(bytes, contentType);
  if (json !== undefined) return { method, path, json: await withMediaHashes(json) };
  if (form) return { method, path, form: recordedForm(form) };
  const request = { method, path, contentType: type };
  const text = bytes.length > LARGEST_TEXT_BYTES ? undefined : textOfBytes(bytes);
  return text === undefined ? { ...request, bodySha256: sha256Of(bytes) } : { ...request, text };
}

function recordedForm(form: Readonly<Record<string, readonly ReceivedPart[]>>): NonNullable<RecordedRequest['form']> {
  const entries = Object.entries(form).map(([name, parts]) => {
    const [first, ...more] = parts.map(recordedPart);
    return [name, first !== undefined && more.length === 0 ? first : [first, ...more]] as const;
  });
  return Object.fromEntries(entries) as NonNullable<RecordedRequest['form']>;
}

/** Of a file its name, type and hash; of a field its text, or its value where it is an object or a list in JSON. */
function recordedPart({ bytes, contentType, fileName }: ReceivedPart): RecordedPart {
  if (fileName !== undefined) return { fileName, contentType, sha256: sha256Of(bytes) };
  const text = bytes.toString('utf8');
  const json = parseJson(text);
  return typeof json === 'object' && json !== null ? { json } : { text };
}
