import { once } from 'node:events';
import type { OutgoingMessage } from 'node:http';

/** The type of a body with one JSON text per line. */
export const LINES_TYPE = 'application/x-ndjson';

/** Writes values as they come, a line each, until the message is gone. @throws what the values throw. */
export async function sendLines(
  message: OutgoingMessage,
  values: AsyncIterable<unknown>,
  gone?: AbortSignal,
): Promise<void> {
  for await (const value of values) {
    if (message.destroyed) return;
    await sendLine(message, value, gone);
  }
}

/** Resolves when there is room for the next one, or nobody reads any more. */
export async function sendLine(message: OutgoingMessage, value: unknown, gone?: AbortSignal): Promise<void> {
  if (message.write(`${JSON.stringify(value)}\n`) || gone?.aborted) return;
  await once(message, 'drain', { signal: gone }).catch(() => undefined); // who left reads nothing more
}
