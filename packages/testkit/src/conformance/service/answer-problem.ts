import type { SampleRequest } from '../settings/settings';
import { send } from './send';
import { toSendOptions } from './to-send-options';

const MOST_SHOWN = 200;

/** Sends a request of conformance.json, and says what is wrong with the answer. Files are looked for from the folder. */
export async function answerProblem(url: string, request: SampleRequest, folder: string): Promise<string | undefined> {
  const { problem, status, text } = await send(`${url}${request.path}`, await toSendOptions(request, folder));
  if (isExpected(status, request)) return undefined;
  return `${request.path} is answered ${problem ?? `${status}: ${text.slice(0, MOST_SHOWN)}`}`;
}

/** Whether a status is what the request is to be answered with. */
export function isExpected(status: number, { status: expected }: Pick<SampleRequest, 'status'>): boolean {
  return expected === undefined ? status >= 200 && status < 300 : status === expected;
}
