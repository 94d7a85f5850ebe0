import { MediaConduitError } from '../error/mediaconduit-error';
import { describeInput } from './describe-input';
import { isMedia } from './media';

/**
 * The text in a string, a `Text`, a list of them (joined by line feeds), `{ text }`, or `{ messages }` (the last of the
 * user).
 * @throws `MC_INPUT_INVALID` when it is blank or no text.
 */
export function textOf(input: unknown): string {
  // The usual case: a string that starts with a printable ASCII character is not blank.
  if (typeof input === 'string' && input.charCodeAt(0) > 32 && input.charCodeAt(0) < 127) return input;
  const text = find(input);
  if (/\S/.test(text)) return text;
  throw new MediaConduitError('MC_INPUT_INVALID', 'The text is empty.', { hint: 'give some text to work on' });
}

function find(input: unknown): string {
  const single = singleText(input);
  if (single !== undefined) return single;
  if (Array.isArray(input)) return input.map((each: unknown, index) => memberText(each, index)).join('\n');
  if (typeof input === 'object' && input !== null && !isMedia(input)) {
    if ('messages' in input && Array.isArray(input.messages)) return lastUserMessage(input.messages);
    if ('text' in input) return singleText(input.text) ?? refuse(input.text, 'as "text"');
  }
  return refuse(input, '');
}

function singleText(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  return isMedia(input, 'text') ? input.content : undefined;
}

function memberText(member: unknown, index: number): string {
  return singleText(member) ?? refuse(member, `at position ${index} of the list`);
}

function lastUserMessage(messages: readonly unknown[]): string {
  const isOfUser = (message: unknown): message is { content?: unknown } =>
    typeof message === 'object' && message !== null && 'role' in message && message.role === 'user';
  const last = messages.findLast(isOfUser);
  if (last === undefined) {
    throw new MediaConduitError('MC_INPUT_INVALID', 'The conversation has no message of the user.', {
      hint: 'give at least one message { role: "user", content: "…" }',
    });
  }
  return singleText(last.content) ?? refuse(last.content, 'as the content of a message');
}

function refuse(input: unknown, where: string): never {
  const given = describeInput(input);
  throw new MediaConduitError(
    'MC_INPUT_INVALID',
    `Text was expected, and ${given} was given ${where}`.trimEnd() + '.',
    {
      hint: 'give a string, a Text, a list of them, { text } or { messages }; bytes become text with Text.fromBytes()',
      facts: { given },
    },
  );
}
