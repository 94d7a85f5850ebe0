import { Readable } from 'node:stream';
import { HttpError, publicError } from './http-error';
import { Reply } from './reply';
import type { RequestContext } from './request-context';

type StreamContext = Pick<RequestContext, 'reportError' | 'signal'>;

/**
 * Sends what a generator yields, one JSON value a line, as it comes. What it throws becomes the last line:
 * `{ type: 'error', error, code, status }`. When the client goes, `context.signal` aborts: pass it to the work, and the
 * generator ends at its next `yield`.
 */
export function ndjsonReply(context: StreamContext, lines: AsyncIterable<object>): Reply {
  // objectMode with one line in advance: a line that nobody reads must not be followed by a thousand others
  return new Reply(Readable.from(written(context, lines), { highWaterMark: 1 }), 'application/x-ndjson', 200, {
    'cache-control': 'no-store',
  });
}

async function* written(context: StreamContext, lines: AsyncIterable<object>): AsyncGenerator<string> {
  try {
    for await (const line of lines) yield `${JSON.stringify(line)}\n`;
  } catch (thrown) {
    if (context.signal.aborted) return; // nobody is there to be told, and what was broken off is no fault
    if (!(thrown instanceof HttpError)) context.reportError(thrown);
    const error = publicError(thrown);
    yield `${JSON.stringify({ type: 'error', ...error.toJSON(), status: error.status })}\n`;
  }
}
