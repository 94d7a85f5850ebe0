// A provider in a process of its own: how long it takes to start, what a call costs, and how fast a film passes through.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fromRuntime } from './cowsay-runtime.mjs';
import { writeMirrors } from './mirror-project.mjs';
import { interleaved, median, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const STARTS = { rounds: 15, warmUp: 2 };
const CALLS = { rounds: 15, warmUp: 3 };
const CALLS_PER_ROUND = 2000;
const FILMS = { rounds: 5, warmUp: 1 };
const FILM_BYTES = 1024 ** 3;
const MIB = 1024 ** 2;

const { forgetPeak, peakBytes } = createRequire(import.meta.url)('./isolated-provider.cjs');
const { Video } = fromRuntime('@mediaconduit/sdk');
const { createRuntime } = fromRuntime('@mediaconduit/runtime');

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  try {
    writeMirrors(folder, ['mirror']);
    return [await startMeasure(folder), ...(await callMeasures(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const open = (projectFolder) =>
  createRuntime({ projectFolder, home: join(projectFolder, 'home'), isolation: 'process' });

async function startMeasure(folder) {
  const once = async () => {
    const own = open(folder);
    const startedAt = performance.now();
    const provider = await own.providers.getProvider('mirror');
    await (await provider.getModel('text')).transform('moo');
    const took = performance.now() - startedAt;
    await own.close();
    return took;
  };
  const { took } = await interleaved({ took: once }, STARTS);
  return judged({
    measure: 'isolated provider: start, until the first call is answered',
    figure: spread(took, 1, ' ms'),
    target: '≤ 90 ms',
    value: median(took),
    most: 90,
    details: [`${STARTS.rounds} processes; the provider has no dependencies and no service`],
  });
}

async function callMeasures(folder) {
  const runtime = open(folder);
  try {
    const provider = await runtime.providers.getProvider('mirror');
    const [text, film] = [await provider.getModel('text'), await provider.getModel('film')];
    const { call } = await interleaved({ call: () => callMany(text) }, CALLS);
    const { through } = await interleaved({ through: () => passFilm(text, film) }, FILMS);
    return [callMeasure(call), speedMeasure(through), memoryMeasure(through)];
  } finally {
    await runtime.close();
  }
}

/** Microseconds of the median call. */
async function callMany(model) {
  const times = [];
  for (let call = 0; call < CALLS_PER_ROUND; call++) {
    const startedAt = performance.now();
    await model.transform('moo');
    times.push((performance.now() - startedAt) * 1000);
  }
  return median(times);
}

async function passFilm(text, film) {
  const before = { here: process.memoryUsage.rss(), there: await text.transform('forget') };
  forgetPeak();
  const chunk = Buffer.alloc(262_144, 7);
  const source = Readable.from(repeat(chunk, FILM_BYTES / chunk.length));
  const startedAt = performance.now();
  let bytes = 0;
  for await (const piece of (await film.transform(Video.fromStream(source))).stream()) bytes += piece.length;
  const seconds = (performance.now() - startedAt) / 1000;
  if (bytes !== FILM_BYTES) throw new Error(`${bytes} bytes came back`);
  const here = (peakBytes() - before.here) / MIB;
  return { speed: FILM_BYTES / 1e6 / seconds, here, there: ((await text.transform('peak')) - before.there) / MIB };
}

function* repeat(chunk, count) {
  for (let at = 0; at < count; at++) yield chunk;
}

function callMeasure(call) {
  return judged({
    measure: 'isolated provider: a call there and back, p50',
    figure: spread(call, 1, ' µs'),
    target: '≤ 150 µs',
    value: median(call),
    most: 150,
    details: [`${CALLS.rounds} rounds of ${CALLS_PER_ROUND} calls with a short text, one at a time`],
  });
}

function speedMeasure(through) {
  const speed = through.map((one) => one.speed);
  return judged({
    measure: 'isolated provider: 1 GB of film there and back',
    figure: spread(speed, 0, ' MB/s'),
    target: '≥ 300 MB/s',
    value: median(speed),
    least: 300,
    details: [`${FILMS.rounds} rounds; every byte goes into the process and comes out of it`],
  });
}

function memoryMeasure(through) {
  const [here, there] = [through.map((one) => one.here), through.map((one) => one.there)];
  return judged({
    measure: 'isolated provider: 1 GB of film there and back, growth of memory',
    figure: `${spread(here, 1, ' MiB')} here, ${spread(there, 1, ' MiB')} there`,
    target: '≤ 64 MiB each',
    value: Math.max(median(here), median(there)),
    most: 64,
    details: ['peak of the resident set of each process over before the call'],
  });
}
