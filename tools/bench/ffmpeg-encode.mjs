// One GB of film through the ffmpeg provider and its service, over the same command by hand.
import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { forgetPeak, memberRunning, peakBytes, residentBytes } from './process-family.mjs';
import { openReal } from './real-runtime.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const ROUNDS = { rounds: 5, warmUp: 0 };
const MIB = 1024 * 1024;
const SECONDS = 29;
const PRESET = 'veryslow';
const CRF = 18;
const MEASURE = '1 GB of film through provider and service: speed over the same command by hand';

export async function measure() {
  if (process.platform !== 'linux') return [unmeasured(MEASURE, '≥ × 0.90', 'only Linux tells what a process uses')];
  const real = openReal();
  try {
    const film = join(real.folder, 'film.mkv');
    run('-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${SECONDS}`, '-c:v', 'rawvideo', film);
    const model = await real.runtime.model('ffmpeg:ffmpeg-video-to-video', { capability: 'video-to-video' });
    await warmUp(real, model);
    const rounds = await interleaved(
      {
        hand: () => byHand(film, join(real.folder, 'hand.mp4')),
        ours: () => byProvider(model, film, join(real.folder, 'ours.mp4')),
      },
      ROUNDS,
    );
    return [speedMeasure(rounds, statSync(film).size), memoryMeasure(rounds.ours), progressMeasure(rounds.ours)];
  } finally {
    await real.close();
  }
}

function run(...args) {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
}

/** The service runs, and both sides have compiled what they need. */
async function warmUp({ folder }, model) {
  const short = join(folder, 'short.mkv');
  run('-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=1', '-c:v', 'rawvideo', short);
  await (await model.transform(short, { preset: 'ultrafast' })).bytes();
}

const ENCODING = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', String(CRF), '-preset', PRESET];

function byHand(film, target) {
  const startedAt = performance.now();
  run('-i', film, ...ENCODING, '-movflags', '+faststart', target);
  return finished(startedAt, target, {});
}

async function byProvider(model, film, target) {
  const service = memberRunning('dist/server.cjs');
  const [clientBytes, serviceBytes] = [process.pid, service].map(residentBytes);
  for (const pid of [process.pid, service]) forgetPeak(pid);
  let progressMs;
  const startedAt = performance.now();
  const onProgress = () => (progressMs ??= performance.now() - startedAt);
  const result = await model.transform(film, { crf: CRF, preset: PRESET, onProgress, timeoutMs: 0 });
  await result.saveToFile(target);
  return finished(startedAt, target, {
    progressMs,
    clientMib: (peakBytes(process.pid) - clientBytes) / MIB,
    serviceMib: (peakBytes(service) - serviceBytes) / MIB,
  });
}

function finished(startedAt, target, figures) {
  const seconds = (performance.now() - startedAt) / 1000;
  const { size } = statSync(target);
  rmSync(target);
  return { seconds, size, ...figures };
}

function speedMeasure({ hand, ours }, sizeBytes) {
  const ratio = paired(hand, ours, (a, b) => a.seconds / b.seconds);
  const seconds = (rounds) =>
    spread(
      rounds.map((round) => round.seconds),
      1,
      ' s',
    );
  return judged({
    measure: MEASURE,
    figure: `× ${spread(ratio, 3, '')}`,
    target: '≥ × 0.90',
    value: median(ratio),
    least: 0.9,
    details: [
      `${ROUNDS.rounds} rounds; ${(sizeBytes / 1e9).toFixed(2)} GB of 1280 × 720 pictures that are not compressed, ${SECONDS} s`,
      `by hand, ffmpeg -i film.mkv ${ENCODING.join(' ')} -movflags +faststart hand.mp4: ${seconds(hand)}, ${hand[0].size} bytes`,
      `model.transform(film) and saveToFile(), with upload and download: ${seconds(ours)}, ${ours[0].size} bytes`,
    ],
  });
}

function memoryMeasure(rounds) {
  const [client, service] = ['clientMib', 'serviceMib'].map((key) => rounds.map((round) => round[key]));
  return judged({
    measure: '1 GB of film through provider and service: growth of memory',
    figure: `${spread(client, 1, ' MiB')} client, ${spread(service, 1, ' MiB')} service`,
    target: '≤ 64 MiB each',
    value: Math.max(median(client), median(service)),
    most: 64,
    details: ['peak of the resident set over before the call, in the same rounds; ffmpeg itself is not ours'],
  });
}

function progressMeasure(rounds) {
  const times = rounds.map(({ progressMs }) => progressMs);
  return judged({
    measure: '1 GB of film through provider and service: first report of progress',
    figure: spread(times, 0, ' ms'),
    target: '≤ 300 ms',
    value: median(times),
    most: 300,
    details: ['from the call of transform(), in the same rounds; it says how much is uploaded'],
  });
}
