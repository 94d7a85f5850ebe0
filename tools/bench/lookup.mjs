// What it costs to know where a running service is, and that its image is still the one wanted.
import { cowsayFolder, fromRuntime, openCowsay, TEXT } from './cowsay-runtime.mjs';
import { interleaved, median, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 15, warmUp: 3 };
const LOOKUPS = 1_000_000;
const LEASES = 10_000;

export async function measure() {
  return [await whereItRuns(), await leased(), await unchangedImage()];
}

async function whereItRuns() {
  const lookup = await roundsOf(lookUp);
  return judged({
    measure: '"is it running and where", warm',
    figure: spread(lookup, 1, ' ns'),
    target: '≤ 1 µs',
    value: median(lookup),
    most: 1000,
    details: [`${ROUNDS.rounds} rounds of ${LOOKUPS} times baseUrl and generation of a service handle`],
  });
}

/** What `look` answers of a service that is ready, round by round. */
async function roundsOf(look) {
  const cowsay = await openCowsay('process');
  await cowsay.model.transform(TEXT);
  const { found } = await interleaved({ found: async () => look(cowsay.service) }, ROUNDS);
  await cowsay.close();
  return found;
}

/** Nanoseconds for one look; throws unless every one found the service. */
function lookUp(service) {
  let found = 0;
  const startedAt = performance.now();
  for (let index = 0; index < LOOKUPS; index++) {
    if (service.baseUrl.length > 0) found += service.generation;
  }
  const took = performance.now() - startedAt;
  if (found !== LOOKUPS) throw new Error('the service was lost');
  return (took * 1e6) / LOOKUPS;
}

async function leased() {
  const lease = await roundsOf(leaseOften);
  return judged({
    measure: 'lease of a service that is ready, and its release',
    figure: spread(lease, 2, ' µs'),
    target: '≤ 20 µs',
    value: median(lease),
    most: 20,
    details: [`${ROUNDS.rounds} rounds of ${LEASES} leases, one at a time`],
  });
}

/** Microseconds for one lease. */
async function leaseOften(service) {
  const startedAt = performance.now();
  for (let index = 0; index < LEASES; index++) (await service.lease()).release();
  return ((performance.now() - startedAt) * 1000) / LEASES;
}

async function unchangedImage() {
  const { ImageStore } = fromRuntime('./dist/engine/docker/image-store.js');
  const build = { context: cowsayFolder, dockerfile: 'Dockerfile', args: {} };
  const check = async (store) => {
    const startedAt = performance.now();
    await store.wanted('cowsay-service', { build });
    return performance.now() - startedAt;
  };
  const known = new ImageStore('bench', {});
  const { first, again } = await interleaved(
    { first: () => check(new ImageStore('bench', {})), again: () => check(known) },
    ROUNDS,
  );
  return judged({
    measure: 'check that an image is unchanged (content hash)',
    figure: spread(first, 2, ' ms'),
    target: '≤ 5 ms',
    value: median(first),
    most: 5,
    details: [
      `${ROUNDS.rounds} rounds, the build context of cowsay-service`,
      `the first check of a runtime, which reads every file: ${spread(first, 2, ' ms')}`,
      `a later one, which looks at times and sizes: ${spread(again, 2, ' ms')}`,
    ],
  });
}
