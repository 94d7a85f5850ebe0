// What a call through the SDK costs over the same request sent by undici itself, to one service in its own process.
import { openCowsay, fromRuntime, TEXT, TRANSFORM } from './cowsay-runtime.mjs';
import { interleaved, median, paired, quantile, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 15, warmUp: 2 };
/** Calls of one subject per round, in batches, so that a disturbance meets every subject. */
const BATCHES = 20;
const BATCH = 100;
const CONCURRENCY = 50;
const CONCURRENT_CALLS = 10_000;

export async function measure() {
  const cowsay = await openCowsay('process');
  await cowsay.model.transform(TEXT);
  const { Pool } = fromRuntime('undici');
  // the options of the runtime's own pool
  const pool = new Pool(cowsay.service.baseUrl, {
    connections: 256,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 2000 },
  });
  const subjects = {
    pool: async () => (await (await pool.request(TRANSFORM)).body.json()).result,
    request: async () =>
      (await cowsay.service.request({ path: '/transform', json: { text: TEXT, options: {} } })).json().result,
    transform: async () => (await cowsay.model.transform(TEXT)).content,
  };
  await mustAgree(subjects);
  const alone = await latencies(subjects);
  const crowded = await interleaved(mapValues(subjects, throughput), ROUNDS);
  await pool.destroy();
  await cowsay.close();
  return [latencyMeasure(alone), throughputMeasure(crowded)];
}

async function mustAgree(subjects) {
  const answers = await Promise.all(Object.values(subjects).map((call) => call()));
  if (new Set(answers).size !== 1) throw new Error('the subjects do not do the same work');
}

/** p50 in µs by subject and round. */
async function latencies(subjects) {
  const p50 = mapValues(subjects, () => []);
  for (let round = 0; round < ROUNDS.rounds + ROUNDS.warmUp; round++) {
    const batches = await interleaved(mapValues(subjects, batch), { rounds: BATCHES, warmUp: 0 });
    if (round < ROUNDS.warmUp) continue;
    for (const name of Object.keys(subjects)) p50[name].push(quantile(batches[name].flat(), 0.5));
  }
  return p50;
}

function batch(call) {
  return async () => {
    const times = [];
    for (let index = 0; index < BATCH; index++) {
      const startedAt = performance.now();
      await call();
      times.push((performance.now() - startedAt) * 1000);
    }
    return times;
  };
}

/** Calls per second with many under way, and what each costs this process; the service's own work is not in the latter. */
function throughput(call) {
  return async () => {
    let left = CONCURRENT_CALLS;
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const worker = async () => {
      while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      perSecond: CONCURRENT_CALLS / ((performance.now() - startedAt) / 1000),
      cpuMicroseconds: (user + system) / CONCURRENT_CALLS,
    };
  };
}

function latencyMeasure({ pool, request, transform }) {
  const ratio = paired(transform, pool, (ours, bare) => ours / bare);
  const added = paired(transform, pool, (ours, bare) => ours - bare);
  return judged({
    measure: 'warm transform over bare undici Pool.request, p50, one call at a time',
    figure: `× ${spread(ratio, 3, '')}, adds ${spread(added, 1, ' µs')}`,
    target: '≤ × 1.15',
    value: median(ratio),
    most: 1.15,
    details: [
      `${ROUNDS.rounds} rounds of ${BATCHES * BATCH} calls per subject, in batches of ${BATCH} in turns`,
      `undici Pool.request and body.json(): ${spread(pool, 1, ' µs')}`,
      `service.request() of the SDK and json(): ${spread(request, 1, ' µs')}`,
      `model.transform() of the cowsay provider: ${spread(transform, 1, ' µs')}`,
    ],
  });
}

function throughputMeasure({ pool, request, transform }) {
  const ratio = paired(transform, pool, (ours, bare) => ours.perSecond / bare.perSecond);
  const figures = (rounds) => {
    const [calls, cpu] = ['perSecond', 'cpuMicroseconds'].map((key) => rounds.map((round) => round[key]));
    return `${spread(calls, 0, ' calls/s')}, ${spread(cpu, 1, ' µs')} of the caller's CPU per call`;
  };
  return judged({
    measure: `warm transform over bare undici Pool.request, throughput with ${CONCURRENCY} calls at a time`,
    figure: `× ${spread(ratio, 3, '')}`,
    target: '≥ × 0.85',
    value: median(ratio),
    least: 0.85,
    details: [
      `${ROUNDS.rounds} rounds of ${CONCURRENT_CALLS} calls per subject`,
      `undici Pool.request and body.json(): ${figures(pool)}`,
      `service.request() of the SDK and json(): ${figures(request)}`,
      `model.transform() of the cowsay provider: ${figures(transform)}`,
    ],
  });
}

function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
