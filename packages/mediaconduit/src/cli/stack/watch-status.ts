import type { StackLine, StackStatus } from '@mediaconduit/runtime/supervision';
import { SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import type { Session } from '../session';
import { allStackLines } from './all-stack-lines';
import { changeLine } from './change-line';
import { endAtInterrupt } from './interrupted';
import { supervisorOf } from './own-stack';
import { StackFollower } from './stack-follower';

const NOTHING = 'nothing runs; mediaconduit up starts a stack';

/** Shows what runs until Ctrl-C: in a terminal redrawn in place, elsewhere as it is and then a line per change. */
export function watchStatus(session: Session, clock: Clock = SYSTEM_CLOCK): Promise<never> {
  const { canRewrite, isTerminal, settings } = session.output;
  const isLive = canRewrite && isTerminal && !settings.quiet && !settings.json;
  const view = isLive ? liveView(session) : settings.json ? jsonView(session) : plainView(session);
  return new StackFollower({ ...view, clock, signal: session.signal, find: () => supervisorOf(session) }).run();
}

interface View {
  onLook(stacks: readonly StackStatus[]): void | Promise<void>;
  onLine(stack: StackStatus, line: StackLine): void | Promise<void>;
  onEnd(stack: StackStatus): void;
}

/** The last picture stays when it ends. */
function liveView(session: Session): View {
  const { output } = session;
  let last: readonly StackStatus[] = [];
  endAtInterrupt(session, () => output.lines(allStackLines(session, last)));
  return {
    onLook(stacks) {
      last = stacks;
      const lines = allStackLines(session, stacks, output.statusWidth);
      output.block(stacks.length > 0 ? lines : [[{ text: NOTHING, style: 'dim' }]]);
    },
    onLine: () => undefined,
    onEnd: () => undefined,
  };
}

function plainView(session: Session): View {
  const { output } = session;
  let shown = new Set<string>();
  let isFirst = true;
  const ended = new Set<string>();
  endAtInterrupt(session);
  return {
    async onLook(stacks) {
      const fresh = stacks.filter(({ id }) => ended.delete(id) || !shown.has(id));
      if (stacks.length === 0 && (isFirst || shown.size > 0)) output.note(NOTHING);
      isFirst = false;
      shown = new Set(stacks.map(({ id }) => id));
      if (fresh.length > 0) await output.lines(allStackLines(session, fresh));
    },
    onLine: (stack, line) => output.lines([[{ text: `${stack.name}: ${changeLine(line)}` }]]),
    onEnd: ({ id }) => void ended.add(id),
  };
}

/** Every line is an object. */
function jsonView(session: Session): View {
  const { output } = session;
  const tell = (value: unknown): Promise<void> => output.data(`${JSON.stringify(value)}\n`);
  let shown: string | undefined;
  endAtInterrupt(session);
  return {
    async onLook(stacks) {
      const ids = stacks.map(({ id }) => id).join();
      if (ids === shown) return;
      shown = ids;
      await tell({ type: 'status', stacks });
    },
    onLine: ({ id }, line) => tell({ stack: id, ...line }),
    onEnd: () => (shown = undefined),
  };
}
