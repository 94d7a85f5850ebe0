import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';

const SHOWN_CHARACTERS = 200;

/** Longest line that is taken, in characters: a broken service must not fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The values of a reply with one JSON text per line, as they come; blank lines are passed over. Leaving the loop, or a
 * failure, ends the work in the service.
 * @throws `MC_SERVICE_REPLY_INVALID` for a line that is no JSON.
 */
export async function* readNdjson<T = unknown>(body: Readable, serviceId: string): AsyncGenerator<T, void, void> {
  const lines = new LineDecoder(serviceId);
  try {
    for await (const chunk of body) {
      for (const line of lines.push(chunk as Uint8Array)) yield parse<T>(line, serviceId);
    }
    for (const line of lines.end()) yield parse<T>(line, serviceId);
  } finally {
    body.destroy();
  }
}

/** Puts lines together that come in pieces; blank ones are left out. */
class LineDecoder {
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(private readonly serviceId: string) {}

  push(chunk: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LONGEST_LINE) throw invalid(this.serviceId, this.#rest);
    return lines.filter(isNotBlank);
  }

  end(): string[] {
    return [this.#rest + this.#decoder.decode()].filter(isNotBlank);
  }
}

function isNotBlank(line: string): boolean {
  return /\S/.test(line);
}

function parse<T>(line: string, serviceId: string): T {
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw invalid(serviceId, line, cause);
  }
}

function invalid(service: string, line: string, cause?: unknown): MediaConduitError {
  const shown = JSON.stringify(line.slice(0, SHOWN_CHARACTERS));
  return new MediaConduitError(
    'MC_SERVICE_REPLY_INVALID',
    `The service "${service}" sent ${shown}, which is no JSON.`,
    {
      hint: `check that this is the service that the provider means: mediaconduit services logs ${service}`,
      facts: { service, line: line.slice(0, SHOWN_CHARACTERS) },
      cause,
    },
  );
}
