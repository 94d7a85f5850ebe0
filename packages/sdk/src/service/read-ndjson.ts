import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';

const SHOWN_CHARACTERS = 200;

/** Longest line that is taken, in characters: a broken service must not fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The values of a reply with one JSON text per line, as they come; blank lines are passed over. Leaving the loop, or a
 * failure, destroys `body`, which ends the work in the service.
 * @throws `MC_SERVICE_REPLY_INVALID` for a line that is no JSON.
 */
export async function* readNdjson<T = unknown>(body: Readable, serviceId: string): AsyncGenerator<T, void, void> {
  try {
    for await (const line of linesOf(body, serviceId)) {
      if (line.trim() !== '') yield parse<T>(line, serviceId);
    }
  } finally {
    body.destroy();
  }
}

async function* linesOf(body: Readable, serviceId: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LONGEST_LINE) throw invalid(serviceId, rest);
  }
  yield rest + decoder.decode();
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
