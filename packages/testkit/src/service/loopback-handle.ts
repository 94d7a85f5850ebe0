import {
  anySignal,
  MediaConduitError,
  messageOf,
  type Form,
  type FormFile,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { toServiceReply } from './fake-reply';
import { methodOf, NotingHandle, throwIfAborted } from './noting-handle';

interface Body {
  readonly content: string | Uint8Array | Readable;
  readonly headers: Readonly<Record<string, string>>;
}

const NO_TIMING = { queueMs: 0, startMs: 0, computeMs: 0, transferMs: 0 };

/**
 * A handle on a service that really listens. It sends what it is given and streams what comes, without the patience of a
 * runtime: nothing is sent twice, no breaker opens.
 */
export class LoopbackHandle extends NotingHandle {
  async request(request: ServiceRequest): Promise<ServiceReply> {
    const { body, headers, status } = await this.#open(request);
    return toServiceReply(this.serviceId, { status, headers, bytes: await buffer(body) }, request);
  }

  async stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    const reply = await this.#open(request);
    const { body, headers, status } = reply;
    if (status >= 400) toServiceReply(this.serviceId, { status, headers, bytes: await buffer(body) }, request);
    return reply;
  }

  async #open(request: ServiceRequest): Promise<ServiceStreamReply> {
    this.begin(request);
    const signal = this.#signalOf(request);
    const body = await bodyOf(request);
    const method = methodOf(request);
    const headers = { ...body?.headers, ...request.headers };
    const sent = requestHttp(new URL(request.path, this.baseUrl), { method, headers, signal, agent: false });
    send(sent, body?.content);
    const toCallError = (cause: unknown): Error => this.#callError(request, signal, cause);
    const reply = await replyTo(sent).catch((cause: unknown) => {
      throw toCallError(cause);
    });
    return {
      status: reply.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
      timing: { ...NO_TIMING },
      body: withErrors(reply, toCallError),
    };
  }

  #signalOf({ signal, timeoutMs = this.callDefaults.at(-1)?.timeoutMs ?? 0 }: ServiceRequest): AbortSignal | undefined {
    if (timeoutMs === 0) return signal;
    return anySignal([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
  }

  #callError({ path }: ServiceRequest, signal: AbortSignal | undefined, cause: unknown): Error {
    try {
      throwIfAborted(signal);
    } catch (error) {
      return error as Error;
    }
    return new MediaConduitError('MC_SERVICE_GONE', `${this.serviceId} broke off ${path}: ${messageOf(cause)}.`, {
      facts: { service: this.serviceId, path },
      cause,
    });
  }
}

function replyTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject); // later ones are those of the reply
  });
}

function send(sent: ClientRequest, content: Body['content'] | undefined): void {
  if (!(content instanceof Readable)) return void sent.end(content);
  content.once('error', (error) => sent.destroy(error));
  sent.once('close', () => content.destroy());
  content.pipe(sent);
}

/** The reply as a stream that fails with typed errors; destroying it ends the connection. */
function withErrors(reply: IncomingMessage, toCallError: (cause: unknown) => Error): Readable {
  const body = new PassThrough().on('error', () => undefined); // it may fail unread: who reads it is told
  reply.once('error', (cause) => body.destroy(toCallError(cause)));
  body.once('close', () => reply.destroy());
  return reply.pipe(body);
}

async function bodyOf({ body, form, json, onUpload }: ServiceRequest): Promise<Body | undefined> {
  if (json !== undefined) return { content: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  if (body !== undefined) return { content: body, headers: {} };
  if (!form) return undefined;
  const encoded = new Response(await toFormData(form));
  const content = new Uint8Array(await encoded.arrayBuffer());
  onUpload?.(content.length, content.length);
  return { content, headers: { 'content-type': encoded.headers.get('content-type') ?? '' } };
}

async function toFormData(form: Form): Promise<FormData> {
  const data = new FormData();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat()) {
      if (typeof value === 'string') data.append(name, value);
      else data.append(name, await toBlob(value), value.fileName);
    }
  }
  return data;
}

async function toBlob({ content, contentType = 'application/octet-stream' }: FormFile): Promise<Blob> {
  const bytes = content instanceof Readable ? await buffer(content) : content;
  return new Blob([new Uint8Array(bytes)], { type: contentType });
}
