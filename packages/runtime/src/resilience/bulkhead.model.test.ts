import fc from 'fast-check';
import { settled } from './__fixtures__/breaker-set-up';
import { Bulkhead } from './bulkhead';

const RUNS = process.env['TORTURE'] ? 20_000 : 300;

type Phase = 'waiting' | 'running' | 'over';

/** A call, and what a simple list says that it must be doing. */
interface Call {
  readonly controller: AbortController;
  phase: Phase;
  isRunning: boolean;
  hasSettled: boolean;
  end: (error?: Error) => void;
}

const command = fc.record({
  do: fc.constantFrom('call', 'call', 'succeed', 'fail', 'cancel'),
  which: fc.nat(20),
  isSettled: fc.boolean(),
});

const inPhase = (calls: readonly Call[], phase: Phase) => calls.filter((call) => call.phase === phase);

function begin(bulkhead: Bulkhead): Call {
  const controller = new AbortController();
  const call: Call = { controller, phase: 'waiting', isRunning: false, hasSettled: false, end: () => undefined };
  const work = () =>
    new Promise<void>((resolve, reject) => {
      call.isRunning = true;
      call.end = (error) => (error ? reject(error) : resolve());
    });
  void bulkhead
    .execute(work, { signal: controller.signal })
    .catch(() => undefined)
    .finally(() => Object.assign(call, { isRunning: false, hasSettled: true }));
  return call;
}

describe('Bulkhead against a list', () => {
  it(`runs, holds and turns away the same calls in ${RUNS} random stories`, async () => {
    const settings = fc.record({ concurrent: fc.integer({ min: 1, max: 3 }), waiting: fc.nat(4) });
    const story = fc.asyncProperty(settings, fc.array(command, { maxLength: 60 }), async (limits, commands) => {
      const bulkhead = new Bulkhead({ name: 'x', ...limits });
      const calls: Call[] = [];
      const fill = (): void => {
        const free = limits.concurrent - inPhase(calls, 'running').length;
        for (const call of inPhase(calls, 'waiting').slice(0, free)) call.phase = 'running';
      };
      for (const { do: what, which, isSettled } of commands) {
        const from = inPhase(calls, what === 'cancel' ? 'waiting' : 'running');
        const chosen = from[which % Math.max(1, from.length)];
        if (what === 'call') {
          const call = begin(bulkhead);
          const isFull =
            inPhase(calls, 'running').length === limits.concurrent &&
            inPhase(calls, 'waiting').length === limits.waiting;
          calls.push(call);
          if (isFull) call.phase = 'over';
        } else if (chosen) {
          if (what === 'cancel') chosen.controller.abort();
          else chosen.end(what === 'fail' ? new Error('x') : undefined);
          chosen.phase = 'over';
        }
        fill();
        if (!isSettled && what === 'call') continue; // several calls in one turn of the event loop
        await settled();
        expect(calls.map(({ isRunning, hasSettled }) => [isRunning, hasSettled])).toEqual(
          calls.map(({ phase }) => [phase === 'running', phase === 'over']),
        );
        expect(bulkhead.getMetrics()).toMatchObject({
          running: inPhase(calls, 'running').length,
          waiting: inPhase(calls, 'waiting').length,
        });
      }
    });
    await fc.assert(story, { numRuns: RUNS });
  }, 600_000);
});
