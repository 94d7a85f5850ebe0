import { isDeepStrictEqual } from 'node:util';
import { createManualClock, type ManualClock } from '@mediaconduit/testkit';
import fc from 'fast-check';
import { ReferenceBreaker, type ReferenceCall } from './__fixtures__/reference-breaker';
import { COUNTED_AS } from './call-counters';
import type { CallVerdict } from './call-verdict';
import { CircuitBreaker } from './circuit-breaker';
import type { Permit } from './permit';

const RUNS = process.env['TORTURE'] ? 100_000 : 2000;
const LONGEST = 80;

type Command =
  | { readonly do: 'call'; readonly verdict: CallVerdict }
  | { readonly do: 'begin'; readonly timeoutMs: number }
  | { readonly do: 'end'; readonly which: number; readonly verdict: CallVerdict }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'wait-for-probe'; readonly lessMs: number }
  | { readonly do: 'open' | 'close' | 'reset' };

const verdict = fc.constantFrom<CallVerdict>('success', 'failure', 'connection-failure', 'ignored');
const span = fc.oneof(
  fc.constantFrom(0, 1, 2999, 3000, 9999, 10_000, 26_999, 27_000, 29_999, 30_000, 60_000),
  fc.integer({ min: 0, max: 70_000 }),
);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('call' as const), verdict }) },
  { weight: 3, arbitrary: fc.constant<Command>({ do: 'call', verdict: 'connection-failure' }) },
  { weight: 8, arbitrary: fc.constant<Command>({ do: 'call', verdict: 'success' }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('begin' as const), timeoutMs: fc.constantFrom(0, 1, 7000, 10_001) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(4), verdict }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: span }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait-for-probe' as const), lessMs: fc.constantFrom(0, 0, 0, 1) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('open', 'close', 'reset') }) },
);

/** The breaker and its reference, told the same. */
class Twins {
  readonly clock: ManualClock = createManualClock();
  readonly real: CircuitBreaker;
  readonly reference: ReferenceBreaker;
  readonly running: { readonly permit: Permit; readonly call: ReferenceCall }[] = [];

  constructor(draws: readonly number[]) {
    this.real = new CircuitBreaker({
      name: 'twin',
      clock: this.clock,
      random: dealt(draws),
      verdictOn: (error) => (isVerdict(error) ? error : 'failure'),
    });
    this.reference = new ReferenceBreaker(dealt(draws));
  }

  async run(next: Command): Promise<void> {
    if (next.do === 'wait') await this.#wait(next.ms);
    else if (next.do === 'wait-for-probe')
      await this.#wait(Math.max(0, (this.reference.nextProbeMs() ?? 0) - next.lessMs));
    else if (next.do === 'begin') this.#begin(next.timeoutMs);
    else if (next.do === 'end') this.#end(next.which, next.verdict);
    else if (next.do === 'call') this.#call(next.verdict);
    else this.#order(next.do);
  }

  async #wait(ms: number): Promise<void> {
    this.reference.wait(ms);
    await this.clock.advance(ms);
  }

  #call(judged: CallVerdict): void {
    if (this.#begin(0)) this.#end(this.running.length - 1, judged);
  }

  #begin(timeoutMs: number): boolean {
    const call = this.reference.begin(timeoutMs);
    const permit = permitOrRejection(() => this.real.acquire({ timeoutMs }));
    if (call && 'isProbe' in permit) this.running.push({ permit, call });
    else this.#compareRejection(permit);
    if (('isProbe' in permit && permit.isProbe) !== (call?.probe ?? false)) throw new Error('only one is a probe');
    return call !== undefined;
  }

  #compareRejection(rejection: object): void {
    const wanted = { code: 'MC_CIRCUIT_OPEN', retryAfterMs: ceil(this.reference.nextProbeMs()) };
    if (!isDeepStrictEqual(rejection, wanted)) expect(rejection).toEqual(wanted);
  }

  #end(which: number, judged: CallVerdict): void {
    const [ended] = this.running.splice(which % Math.max(1, this.running.length), 1);
    if (!ended) return;
    this.reference.end(ended.call, judged);
    if (judged === 'success') ended.permit.succeed();
    else if (judged === 'ignored') ended.permit.ignore();
    else ended.permit.fail(judged);
  }

  #order(what: 'open' | 'close' | 'reset'): void {
    this.real[what]();
    this.reference.enter(what === 'open' ? 'open' : 'closed');
    if (what === 'reset') for (const key of keysOf(this.reference.counters)) this.reference.counters[key] = 0;
  }

  compare(): void {
    const { reference } = this;
    const [real, wanted] = [this.real.getMetrics(), { ...reference.metrics(), nextProbeMs: reference.nextProbeMs() }];
    if (!isDeepStrictEqual(real, wanted)) expect(real).toEqual(wanted); // expect() alone takes longer than all else
    if (this.clock.pending > (reference.state === 'half-open' ? 3 : 0)) throw new Error('a timer was left');
  }
}

const ceil = (ms: number | undefined) => (ms === undefined ? undefined : Math.ceil(ms));

const keysOf = <T extends object>(value: T) => Object.keys(value) as (keyof T)[];

const isVerdict = (value: unknown): value is CallVerdict => typeof value === 'string' && value in COUNTED_AS;

function dealt(draws: readonly number[]): () => number {
  let index = 0;
  return () => draws[index++ % draws.length] as number;
}

function permitOrRejection(acquire: () => Permit): Permit | { code: unknown; retryAfterMs: unknown } {
  try {
    return acquire();
  } catch (error) {
    const { code, facts } = error as { code: unknown; facts: { retryAfterMs: unknown } };
    return { code, retryAfterMs: facts.retryAfterMs };
  }
}

describe('CircuitBreaker against its reference', () => {
  it(
    `does the same in ${RUNS} random stories`,
    async () => {
      const seen: Record<string, number> = {};
      let told = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(command, { minLength: 1, maxLength: LONGEST, size: 'max' }),
          fc.array(fc.constantFrom(0, 0.25, 0.33333, 0.5, 0.75), { minLength: 1, maxLength: 5 }),
          async (commands, draws) => {
            const twins = new Twins(draws);
            twins.real.events.on('state-changed', ({ previousState, currentState }) => {
              const change = `${previousState} → ${currentState}`;
              seen[change] = (seen[change] ?? 0) + 1;
            });
            told += commands.length;
            for (const next of commands) {
              await twins.run(next);
              twins.compare();
            }
          },
        ),
        { numRuns: RUNS },
      );
      for (const change of ['closed → open', 'open → half-open', 'half-open → open', 'half-open → closed'])
        expect([change, (seen[change] ?? 0) > RUNS / 20]).toEqual([change, true]);
      if (process.env['TORTURE']) expect(told).toBeGreaterThan(100_000);
    },
    process.env['TORTURE'] ? 3_600_000 : 60_000,
  );
});
