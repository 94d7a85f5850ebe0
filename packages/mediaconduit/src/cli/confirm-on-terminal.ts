import { createInterface } from 'node:readline';
import type { CallOptions, Question } from '@mediaconduit/sdk';
import type { Session } from './session';

/**
 * How questions of a call are answered: with yes for `--yes`, by the person at the terminal, or not at all (`undefined`),
 * where nobody sees them or what is typed is not read from a terminal.
 */
export function confirmOf(session: Session): CallOptions['confirm'] {
  const { host, output } = session;
  if (session.yes) {
    return ({ text }) => {
      output.note(`${text} yes (--yes)`, 'dim');
      return true;
    };
  }
  return host.stdin.isTTY && output.canAsk ? (question) => ask(question, session) : undefined;
}

/** Only `y` and `yes` are a yes; Ctrl-C rejects with the reason of the session. */
async function ask({ text }: Question, { host, output, signal }: Session): Promise<boolean> {
  signal.throwIfAborted();
  const lines = createInterface({ input: host.stdin, terminal: false }); // so Ctrl-C stays a signal
  let line: string | undefined;
  output.ask(`${text} [y/N] `);
  try {
    line = await new Promise<string | undefined>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return /^\s*y(?:es)?\s*$/i.test(line ?? '');
  } finally {
    output.answered(line !== undefined);
    lines.close();
    host.stdin.pause();
  }
}
