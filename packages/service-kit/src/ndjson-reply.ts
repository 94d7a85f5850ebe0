import { Readable } from 'node:stream';
import { HttpError, publicError } from './http-error';
import { Reply } from './reply';
import type { RequestContext } from './request-context';

type StreamContext = Pick<RequestContext, 'reportError' | 'signal'>;

/**
 * Sends what a generator yields, one JSON value a line, as it comes. What it throws becomes the last line:
 * `{ type: 'error', error, code, status }`. When the client goes, `context.signal` aborts: pass it to the work, and the
 * generator ends at its next `yield`.
 *
 * `release` is called once the generator has ended. A generator whose client went before the first line never begins, and
 * neither does its `finally`: what was there before it, such as a form, is to be let go of here.
 */
export function ndjsonReply(
  context: StreamContext,
  lines: AsyncIterable<object>,
  release?: () => Promise<void>,
): Reply {
  // objectMode with one line in advance: a line that nobody reads must not be followed by a thousand others
  const body = Readable.from(written(context, lines), { highWaterMark: 1 });
  if (release) body.once('close', () => void release().catch(context.reportError));
  return new Reply(body, 'application/x-ndjson', 200, { 'cache-control': 'no-store' });
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
