import {
  MediaConduitError,
  readNdjson,
  serviceFault,
  type CallOptions,
  type CallTiming,
  type ServiceHandle,
  type ServiceReply,
  type ServiceRequest,
} from '@mediaconduit/sdk';
import { toOllamaFault } from './ollama-fault';

/** A request to Ollama that is about one model. */
export interface OllamaRequest {
  readonly path: string;
  readonly method?: ServiceRequest['method'];
  readonly json: { readonly model: string; readonly [member: string]: unknown };
}

/** An answer that comes line by line. */
export interface OllamaLines<T> {
  /** Leaving the loop over it ends the work in Ollama. */
  readonly lines: AsyncGenerator<T, void, void>;
  /** Whole when the last line was read. */
  readonly timing: CallTiming;
}

type Call = Pick<CallOptions, 'signal' | 'timeoutMs'>;

/** What Ollama says, with its faults as typed errors. */
export class OllamaClient {
  constructor(private readonly service: ServiceHandle) {}

  /** Sends the request and collects the answer. */
  async request({ path, method, json }: OllamaRequest, { signal, timeoutMs }: Call = {}): Promise<ServiceReply> {
    try {
      return await this.service.request({ path, method, json, signal, timeoutMs });
    } catch (error) {
      throw toOllamaFault(error, json.model);
    }
  }

  /** Asks for something that is about no model. */
  async get(path: string, { signal, timeoutMs }: Call = {}): Promise<unknown> {
    return (await this.service.request({ path, signal, timeoutMs })).json();
  }

  /** Sends the request; a refusal is thrown now. Give every line to {@link check}. */
  async lines<T extends object>(
    { path, json }: OllamaRequest,
    { signal, timeoutMs }: Call = {},
  ): Promise<OllamaLines<T>> {
    try {
      const { body, timing } = await this.service.stream({ path, json, signal, timeoutMs });
      return { lines: readNdjson<T>(body, this.service.serviceId), timing };
    } catch (error) {
      throw toOllamaFault(error, json.model);
    }
  }

  /** No generator around the lines: each one costs as much as a token. @throws what the line says that went wrong. */
  check(line: object, { path, json }: OllamaRequest): void {
    if ('error' in line) throw toOllamaFault(serviceFault(this.service.serviceId, path, { body: line }), json.model);
  }

  /** The error for an answer that stops in the middle. */
  unfinished(path: string): MediaConduitError {
    const { serviceId } = this.service;
    return new MediaConduitError('MC_SERVICE_GONE', `Ollama ended its answer to ${path} in the middle.`, {
      hint: `it was stopped, or has run out of memory: mediaconduit services logs ${serviceId}`,
      facts: { service: serviceId, path },
    });
  }
}
