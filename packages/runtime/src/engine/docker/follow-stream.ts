import type { Readable } from 'node:stream';
import { MediaConduitError } from '@mediaconduit/sdk';
import { LineSplitter } from '../process/line-splitter';

/** One message of a build or pull. BuildKit's own progress has `id: 'moby.buildkit.trace'` and binary `aux`. */
export interface StreamMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly id?: string;
  readonly error?: string;
  readonly aux?: unknown;
}

/**
 * Reads the JSON lines of a build or pull to their end. The engine reports failures inside a stream that began with 200.
 * @throws `MC_ENGINE_FAILED` with the engine's words in `facts.reason`.
 */
export async function followStream(stream: Readable, onMessage: (message: StreamMessage) => void): Promise<void> {
  let failure: string | undefined;
  const lines = new LineSplitter((line) => {
    const message = parseMessage(line);
    if (!message) return;
    failure ??= message.error;
    onMessage(message);
  });
  for await (const chunk of stream) lines.push(chunk as Buffer);
  lines.end();
  if (failure !== undefined) throw streamFailure(failure);
}

function parseMessage(line: string): StreamMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // an overlong trace line was cut; errors are short
  }
}

function streamFailure(reason: string): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_FAILED', `Docker reported: ${reason}`, { facts: { reason } });
}
