import { Reply, type HandlerResult, type RequestContext } from '@mediaconduit/service-kit';
import type { FinishedOutput, ResultLine } from '../task/run-job';
import type { OutputStore } from '../output-store';

/** Clients of the first service that want the bytes at once say so. */
const WANTS_BYTES = /(?:^|,)\s*(?:audio|video|image)\/|application\/octet-stream/;

/** How a result is told in the words of one of the old routes. */
export interface LegacyWords {
  /** `X-Audio-…` or `X-Video-…`, beside the time. */
  readonly headers: (output: FinishedOutput) => Readonly<Record<string, number | string | undefined>>;
  readonly data: (output: FinishedOutput, result: ResultLine) => object;
}

/** JSON that names the path to fetch the result from, or, when `Accept` asks for media, the result itself. */
export function legacyReply(
  context: Pick<RequestContext, 'headers'>,
  outputs: OutputStore,
  result: ResultLine,
  words: LegacyWords,
): HandlerResult {
  const [output] = result.outputs;
  if (!output) return { success: false, error: 'nothing came out' };
  if (!WANTS_BYTES.test(context.headers.accept ?? '')) return { success: true, data: words.data(output, result) };
  const taken = outputs.take(output.url.slice('/outputs/'.length));
  const own = { 'x-processing-time': result.processingTimeMs, ...words.headers(output) };
  const told = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const headers = { ...taken.headers, ...(Object.fromEntries(told) as Record<string, string>) };
  const reply = new Reply(taken.body, taken.contentType, taken.status, headers);
  reply.transfer = taken.transfer;
  return reply;
}
