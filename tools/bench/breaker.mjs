// What a circuit breaker costs: a call that it rejects, and what it adds to one that it lets pass.
import { fromRuntime } from './cowsay-runtime.mjs';
import { interleaved, median, paired, quantile, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 15, warmUp: 3 };
const CALLS = 20_000;
const WARM_UP = 2000;

const { SYSTEM_CLOCK } = fromRuntime('@mediaconduit/sdk');
const { CircuitBreaker } = fromRuntime('./dist/resilience/circuit-breaker.js');
const { createCallPolicy } = fromRuntime('./dist/resilience/call-policy.js');
const { Bulkhead } = fromRuntime('./dist/resilience/bulkhead.js');
const { RetryPolicy } = fromRuntime('./dist/resilience/retry-policy.js');

const name = 'bench';
const clock = SYSTEM_CLOCK;

export async function measure() {
  return [await rejecting(), await passing()];
}

async function rejecting() {
  const breaker = new CircuitBreaker({ name, clock });
  breaker.open();
  const times = [];
  for (let call = -WARM_UP; call < CALLS; call++) {
    const took = await timeOfRejection(breaker);
    if (call >= 0) times.push(took);
  }
  const [most, worst] = [quantile(times, 0.99), quantile(times, 0.999)];
  return judged({
    measure: 'breaker: reject, p99',
    figure: `${most.toFixed(1)} µs`,
    target: '≤ 1 ms',
    value: most,
    most: 1000,
    details: [
      `${CALLS} calls one after the other`,
      `half of them: ${spread(times, 1, ' µs')}; 999 of 1000: at most ${worst.toFixed(0)} µs`,
    ],
  });
}

/** Microseconds, the making of the error included. */
async function timeOfRejection(breaker) {
  const startedAt = performance.now();
  try {
    await breaker.execute(answer);
  } catch (error) {
    if (error.code === 'MC_CIRCUIT_OPEN') return (performance.now() - startedAt) * 1000;
    throw error;
  }
  throw new Error('the breaker let a call pass');
}

async function passing() {
  const breaker = new CircuitBreaker({ name, clock });
  const all = createCallPolicy({
    ...{ name, clock, breaker: new CircuitBreaker({ name, clock }), timeoutMs: 60_000 },
    ...{ bulkhead: new Bulkhead({ name, concurrent: 1 }), retry: new RetryPolicy({ name, clock }) },
  });
  const { bare, broken, whole } = await interleaved(
    {
      bare: () => timePerCall(answer),
      broken: () => timePerCall(() => breaker.execute(answer)),
      whole: () => timePerCall(() => all.execute(answer)),
    },
    ROUNDS,
  );
  const added = paired(broken, bare, (a, b) => a - b);
  const addedByAll = paired(whole, bare, (a, b) => a - b);
  return judged({
    measure: 'breaker: pass-through overhead',
    figure: spread(added, 2, ' µs more'),
    target: '≤ 10 µs more',
    value: median(added),
    most: 10,
    details: [
      `${ROUNDS.rounds} rounds of ${CALLS} calls of a function that answers at once`,
      `with deadline, retry and bulkhead too: ${spread(addedByAll, 2, ' µs more')}`,
    ],
  });
}

async function answer() {
  return 'done';
}

/** Microseconds. */
async function timePerCall(call) {
  const startedAt = performance.now();
  for (let index = 0; index < CALLS; index++) await call();
  return ((performance.now() - startedAt) * 1000) / CALLS;
}
