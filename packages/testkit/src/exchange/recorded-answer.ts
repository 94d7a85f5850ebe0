import type { RecordedResponse } from './exchange';
import type { Answer } from './noting-server';
import { sendReply } from './send-reply';
import { toReply } from './to-reply';

/** Answers what was recorded; `media` is what stands in its file. */
export function recordedAnswer(recorded: RecordedResponse, media?: Buffer): Answer {
  const reply = toReply(recorded, media);
  return { breaks: reply.broken === 'cut', send: (response) => sendReply(response, reply) };
}

/** 501, with the reason. */
export function notRecorded(
  { method, path }: { readonly method: string; readonly path: string },
  reason: string,
): Answer {
  const error = `${method} ${path} is not recorded: ${reason}`;
  return recordedAnswer({ status: 501, json: { error, code: 'not-recorded' } });
}
