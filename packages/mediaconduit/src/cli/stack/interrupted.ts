import type { MediaConduitError } from '@mediaconduit/sdk';
import type { Session } from '../session';

/** Makes Ctrl-C the usual end of a command that would go on for ever: exit code 0 after `last`. */
export function endAtInterrupt(session: Session, last?: () => Promise<void>): void {
  session.endWith(async (reason) => {
    if (!isInterrupt(reason)) throw reason;
    if (last) await last();
    else if (session.output.canAsk) session.output.note(''); // behind the ^C of the terminal
    return 0;
  });
}

function isInterrupt({ code, facts }: MediaConduitError): boolean {
  return code === 'MC_CALL_ABORTED' && facts['signal'] === 'SIGINT';
}
