import type { StackLine, SupervisorClient } from '@mediaconduit/runtime/supervision';
import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { stackStatus } from '../__fixtures__/stack-status';
import { StackFollower } from './stack-follower';

const LINE: StackLine = { type: 'progress', service: 'redis', message: 'pulling' };

function follow(status: () => Promise<unknown>, isOver = () => false) {
  const clock = createManualClock();
  const abort = new AbortController();
  const looks: number[] = [];
  const lines: StackLine[] = [];
  const ended: string[] = [];
  let wake = (): void => undefined;
  const client = {
    status,
    async *events(_id: string, signal: AbortSignal) {
      while (!signal.aborted) {
        await new Promise<void>((resolve) => (wake = resolve));
        if (isOver()) return;
        if (!signal.aborted) yield LINE;
      }
    },
  } as unknown as SupervisorClient;
  const done = new StackFollower({
    ...{ clock, signal: abort.signal, find: async () => client },
    onLook: (stacks) => void looks.push(stacks.length),
    onLine: (_stack, line) => void lines.push(line),
    onEnd: ({ name }) => void ended.push(name),
  }).run();
  done.catch(() => undefined);
  return { clock, looks, lines, ended, done, tell: (): void => wake(), end: () => abort.abort(new Error('enough')) };
}

describe('StackFollower', () => {
  const stacks = [stackStatus('/shop/mediaconduit.yml', [])];

  it('looks each second, and soon after an event, but not for each of a burst', async () => {
    const { clock, done, end, lines, looks, tell } = follow(async () => ({ stacks }));
    await clock.advance(2500);
    expect(looks).toEqual([1, 1, 1]);
    for (let event = 0; event < 20; event++) {
      tell();
      await clock.advance(10);
    }
    expect(lines).toHaveLength(20);
    expect(looks.length).toBeLessThanOrEqual(6);
    end();
    await expect(done).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });

  it('looks at once when the lines of a stack end, and follows the one that comes after it', async () => {
    let isOver = false;
    const { clock, end, ended, lines, looks, tell } = follow(
      async () => ({ stacks: isOver ? [] : stacks }),
      () => isOver,
    );
    await clock.advance(500);
    isOver = true;
    tell();
    await clock.advance(10);
    isOver = false;
    expect([looks, ended]).toEqual([[1, 0], ['shop']]);
    await clock.advance(1000);
    tell();
    await clock.advance(10);
    expect(lines).toEqual([LINE]);
    end();
  });

  it('sees nothing when the supervisor has just ended, and goes on', async () => {
    const gone = new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', 'gone');
    const status = jest.fn(async () => ({ stacks })).mockRejectedValueOnce(gone);
    const { clock, end, looks } = follow(status);
    await clock.advance(1000);
    expect(looks).toEqual([0, 1]);
    end();
  });

  it('fails with what else goes wrong', async () => {
    const { clock, done } = follow(async () => Promise.reject(new Error('no')));
    await expect(done).rejects.toThrow('no');
    expect(clock.pending).toBe(0);
  });
});
