import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** One part of a `multipart/form-data` body as it came. */
export interface ReceivedPart {
  readonly fileName?: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

/** The body of a request in the form that its content type says. */
export interface RequestBody {
  readonly bytes: Buffer;
  /** The value of an `application/json` body; `undefined` when it is none. */
  readonly json?: unknown;
  /** The parts of a `multipart/form-data` body by name, in the order in which the names came. */
  readonly form?: Readonly<Record<string, readonly ReceivedPart[]>>;
}

/** Collects the bytes; fails when the client goes away meanwhile. */
export async function collectBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads bytes by their content type. A body that is not what its type says has bytes only. */
export async function parseBody(bytes: Buffer, contentType = ''): Promise<RequestBody> {
  const type = essenceOf(contentType);
  if (type === 'application/json') return { bytes, json: parseJson(bytes.toString('utf8')) };
  if (type !== 'multipart/form-data') return { bytes };
  const form = await parseForm(bytes, contentType).catch(() => undefined);
  return { bytes, form };
}

/** `application/json` of `application/json; charset=utf-8`. */
export function essenceOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The value of a text in JSON; `undefined` for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function parseForm(bytes: Buffer, contentType: string): Promise<RequestBody['form']> {
  const data = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  const form: Record<string, ReceivedPart[]> = {};
  for (const [name, value] of data) (form[name] ??= []).push(await toPart(value));
  return form;
}

async function toPart(value: string | File): Promise<ReceivedPart> {
  if (typeof value === 'string') return { bytes: Buffer.from(value, 'utf8') };
  return { fileName: value.name, contentType: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
}
