// Speech to text through the whisper provider, over faster-whisper called directly, on the same sound and weights.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeWhisperWeights } from '../assets/whisper-weights.mjs';
import { openReal } from './real-runtime.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const ROUNDS = { rounds: 5, warmUp: 1 };
const MEASURE = 'speech to text through the provider over faster-whisper itself';
const TARGET = '≤ × 1.05';
const SENTENCES = [
  'The weather was calm and the sea was quiet.',
  'A small boat left the harbor in the early morning.',
  'Two old friends sat at the table and talked about the news.',
  'The children played in the garden until it was dark.',
  'There was nobody on the road.',
];

export async function measure() {
  let weights;
  try {
    weights = join(await makeWhisperWeights(), 'whisper-base');
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    return [unmeasured(MEASURE, TARGET, error.message)];
  }
  const real = openReal();
  try {
    const speech = speak(join(real.folder, 'speech.wav'), 4);
    const long = speak(join(real.folder, 'long.wav'), 24);
    const model = await real.runtime.model(`whisper:${weights}`, { capability: 'audio-to-text' });
    await model.transform(speech);
    const direct = startDirect(pythonOf(real.home), weights);
    const rounds = await interleaved(
      { direct: () => direct.transcribe(speech), ours: () => byProvider(model, speech) },
      ROUNDS,
    );
    direct.end();
    return [speedMeasure(rounds), await streamMeasure(model, long)];
  } finally {
    await real.close();
  }
}

/** Lets espeak-ng say the sentences several times; resolves to the file. */
function speak(file, times) {
  const text = Array.from({ length: times }, () => SENTENCES.join(' ')).join(' ');
  execFileSync('espeak-ng', ['-v', 'en-us', '-s', '130', '-w', file, text]);
  return file;
}

/** The interpreter that the runtime has made for the service. */
function pythonOf(home) {
  const venvs = join(home, 'venvs');
  const [name] = readdirSync(venvs).filter((entry) => /^[0-9a-f]{16}$/.test(entry));
  return join(venvs, name, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
}

function startDirect(python, weights) {
  const child = spawn(python, [join(import.meta.dirname, 'whisper-direct.py'), weights], {
    // what services get too: some variables change how numbers are rounded
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  return {
    transcribe: async (file) => {
      child.stdin.write(`${file}\n`);
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    end: () => child.stdin.end(),
  };
}

async function byProvider(model, file) {
  const startedAt = performance.now();
  const { content } = await model.transform(file);
  return { ms: performance.now() - startedAt, text: content.trim() };
}

function speedMeasure({ direct, ours }) {
  const ratio = paired(ours, direct, (a, b) => a.ms / b.ms);
  const [texts, rates] = [
    [...ours, ...direct].map(({ text }) => text),
    [ours, direct].map(([{ text }]) => errorRate(text)),
  ];
  const same = new Set(texts).size === 1;
  const seconds = (rounds) =>
    spread(
      rounds.map(({ ms }) => ms / 1000),
      2,
      ' s',
    );
  return judged({
    measure: MEASURE,
    figure: `× ${spread(ratio, 3, '')}, ${same ? 'the same text' : 'another text'}`,
    target: `${TARGET}, equal word error rate`,
    value: rates[0] > rates[1] ? Infinity : median(ratio),
    most: 1.05,
    details: [
      `${ROUNDS.rounds} rounds; whisper-base, about a minute of speech by espeak-ng, loaded before`,
      `model.transform(): ${seconds(ours)}, word error rate ${rates[0].toFixed(3)}`,
      `WhisperModel.transcribe(), the same options: ${seconds(direct)}, word error rate ${rates[1].toFixed(3)}`,
    ],
  });
}

async function streamMeasure(model, file) {
  const startedAt = performance.now();
  let firstMs;
  let seconds = 0;
  for await (const event of model.stream(file)) {
    if (event.type === 'segment') firstMs ??= performance.now() - startedAt;
    if (event.type === 'progress' && event.progress.phase === 'compute') seconds = event.progress.total ?? seconds;
  }
  const totalMs = performance.now() - startedAt;
  return judged({
    measure: 'speech to text of five minutes and more: first segment of a stream',
    figure: `after ${((firstMs / totalMs) * 100).toFixed(0)} % of the time`,
    target: 'before the end',
    value: firstMs / totalMs,
    most: 0.99,
    details: [
      `one run; ${seconds.toFixed(0)} s of speech, ${(firstMs / 1000).toFixed(1)} of ${(totalMs / 1000).toFixed(1)} s`,
    ],
  });
}

/** Words that differ over words that were said. */
function errorRate(heard) {
  const words = (text) => text.toLowerCase().match(/[a-z']+/g) ?? [];
  const [said, found] = [words(Array.from({ length: 4 }, () => SENTENCES.join(' ')).join(' ')), words(heard)];
  let row = found.map((_, index) => index + 1);
  for (const [at, word] of said.entries()) {
    let [diagonal, left] = [at, at + 1];
    row = row.map((above, index) => {
      left = Math.min(above + 1, left + 1, diagonal + (found[index] === word ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return (row.at(-1) ?? said.length) / said.length;
}
