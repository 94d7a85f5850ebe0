// How long the work in a service goes on after abort(): until the processor time of all our children stands still.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeOllama } from '../assets/ollama.mjs';
import { makeWhisperWeights } from '../assets/whisper-weights.mjs';
import { createTinyTalker } from './tiny-talker.mjs';
import { familyCpuMs } from './process-family.mjs';
import { openReal } from './real-runtime.mjs';
import { median, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const ROUNDS = 5;
/** The processor's clock ticks every 10 ms: work that goes on for so long shows several ticks. */
const STILL_MS = 150;
const IDLE_SHARE = 0.1;
const TARGET = '≤ 500 ms';

const LONG_SPEECH = 'Two old friends sat at the table and talked about the news. '.repeat(60);

const SUBJECTS = {
  ffmpeg: async ({ runtime, folder }) => {
    const film = join(folder, 'film.mkv');
    const source = 'testsrc2=size=1280x720:rate=25:duration=20';
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-c:v', 'mpeg4', film]);
    const model = await runtime.model('ffmpeg:ffmpeg-video-to-video');
    return { call: (options) => model.transform(film, { preset: 'veryslow', ...options }) };
  },
  whisper: async ({ runtime, folder }) => {
    const speech = join(folder, 'speech.wav');
    execFileSync('espeak-ng', ['-w', speech, LONG_SPEECH]);
    const model = await runtime.model(`whisper:${join(await makeWhisperWeights(), 'whisper-base')}`);
    // the library cannot stop inside a step: its process is ended, and the next call loads the model again
    const reload = async () => {
      execFileSync('espeak-ng', ['-w', speech, 'There was nobody on the road.']);
      const { metadata } = await model.transform(speech);
      return [`the next call loads the model again: ${Math.round(metadata.modelLoadMs)} ms`];
    };
    return { call: (options) => model.transform(speech, options), reload };
  },
  ollama: async ({ runtime }) => {
    const name = await createTinyTalker(runtime);
    const model = await runtime.model(`ollama:${name}`);
    const provider = await runtime.providers.getProvider('ollama');
    return {
      call: (options) => model.transform('Sing.', { system: 'sing', numPredict: -1, numCtx: 2048, ...options }),
      // this Ollama may keep a place for ever whose client left between two tokens, which so fast a model makes likely
      after: () => provider.unloadModel(name),
    };
  },
};

export async function measure() {
  if (process.platform !== 'linux') return [unmeasured('cancel', TARGET, 'only Linux tells what a process uses')];
  const measures = [];
  for (const [name, open] of Object.entries(SUBJECTS)) measures.push(await measureOne(name, open));
  return measures;
}

async function measureOne(name, open) {
  const measure = `cancel: work of ${name} after abort()`;
  let real;
  try {
    real = openReal({ programs: name === 'ollama' ? [await makeOllama({ log: 2 })] : [] });
    const { call, after = () => undefined, reload = () => [] } = await open(real);
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await timeToStop(call));
      await after();
    }
    return judged({
      measure,
      figure: spread(times, 0, ' ms'),
      target: TARGET,
      value: median(times),
      most: 500,
      details: [
        `${ROUNDS} calls that had worked for a second; ended when the processor time of all our processes stood still`,
        ...(await reload()),
      ],
    });
  } catch (error) {
    return unmeasured(measure, TARGET, error.message);
  } finally {
    await real?.close();
  }
}

/** Milliseconds from abort() to the last moment at which a child of ours worked. */
async function timeToStop(call) {
  const controller = new AbortController();
  const ended = call({ signal: controller.signal, timeoutMs: 0 }).then(
    () => new Error('it was finished before it was cancelled'),
    (error) => (error.code === 'MC_CALL_ABORTED' ? undefined : error),
  );
  await works();
  controller.abort();
  const stoppedMs = await stands();
  const failure = await ended;
  if (failure) throw failure;
  return stoppedMs;
}

/** Resolves when a child has been busy for a second. */
async function works() {
  for (let busy = 0; busy < 10;) {
    const before = familyCpuMs();
    await pause(100);
    busy = familyCpuMs() - before > 50 ? busy + 1 : 0;
  }
}

async function stands() {
  const abortedAt = performance.now();
  let lastWorkMs = 0;
  while (performance.now() - abortedAt < 10_000) {
    const before = familyCpuMs();
    const startedAt = performance.now();
    await pause(20);
    const elapsedMs = performance.now() - startedAt;
    const now = performance.now() - abortedAt;
    if ((familyCpuMs() - before) / elapsedMs > IDLE_SHARE) lastWorkMs = now;
    if (now - lastWorkMs > STILL_MS) return lastWorkMs;
  }
  return Infinity;
}
