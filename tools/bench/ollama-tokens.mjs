// Tokens of Ollama through the provider, over its own npm client, from one server in its own process.
import { Ollama } from 'ollama';
import { makeOllama } from '../assets/ollama.mjs';
import { openReal } from './real-runtime.mjs';
import { interleaved, median, paired, quantile, spread } from './statistics.mjs';
import { createTinyTalker } from './tiny-talker.mjs';
import { judged, unmeasured } from './verdict.mjs';

const ROUNDS = { rounds: 9, warmUp: 1 };
const ANSWERS = 30;
const TOKENS = 300;
/** With it the model says the same tokens for ever. */
const SYSTEM = 'sing';
const PROMPT = 'Tell me about cows.';
const FIRST_TOKEN = 'first token of Ollama through the provider over its npm client';
const FIRST_TOKEN_TARGET = '≤ 5 ms more';

export async function measure() {
  let program;
  try {
    program = await makeOllama({ log: 2 });
  } catch (error) {
    return [unmeasured(FIRST_TOKEN, FIRST_TOKEN_TARGET, error.message)];
  }
  const real = openReal({ programs: [program] });
  try {
    const service = await real.runtime.services.getService('ollama-service');
    const lease = await service.lease();
    const name = await createTinyTalker(real.runtime);
    const model = await real.runtime.model(`ollama:${name}`, { capability: 'text-to-text' });
    const client = new Ollama({ host: lease.baseUrl });
    const rounds = await interleaved(
      { ours: () => answers(() => byProvider(model)), client: () => answers(() => byClient(client, name)) },
      ROUNDS,
    );
    lease.release();
    return [firstTokenMeasure(rounds), speedMeasure(rounds)];
  } finally {
    await real.close();
  }
}

async function* byProvider(model) {
  const options = { system: SYSTEM, numPredict: TOKENS, temperature: 0 };
  for await (const event of model.stream(PROMPT, options)) if (event.type === 'text-delta') yield event.text;
}

async function* byClient(client, name) {
  const messages = [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: PROMPT },
  ];
  const options = { num_predict: TOKENS, temperature: 0 };
  const stream = await client.chat({ model: name, messages, stream: true, options });
  for await (const { message } of stream) if (message.content !== '') yield message.content;
}

/** Several answers one after the other: the median of the first token in ms, and tokens in a second from then on. */
async function answers(open) {
  const found = [];
  for (let index = 0; index < ANSWERS; index++) found.push(await timed(open()));
  const [firstMs, perSecond] = ['firstMs', 'perSecond'].map((key) =>
    quantile(
      found.map((one) => one[key]),
      0.5,
    ),
  );
  return { firstMs, perSecond, text: found[0].text };
}

async function timed(pieces) {
  const startedAt = performance.now();
  let firstAt;
  let text = '';
  let count = 0;
  for await (const piece of pieces) {
    firstAt ??= performance.now();
    count += 1;
    text += piece;
  }
  return { firstMs: firstAt - startedAt, perSecond: ((count - 1) * 1000) / (performance.now() - firstAt), text };
}

function firstTokenMeasure({ ours, client }) {
  mustAgree(ours, client);
  const [first, bare] = [ours, client].map((rounds) => rounds.map(({ firstMs }) => firstMs));
  const added = paired(first, bare, (a, b) => a - b);
  return judged({
    measure: FIRST_TOKEN,
    figure: spread(added, 2, ' ms more'),
    target: FIRST_TOKEN_TARGET,
    value: median(added),
    most: 5,
    details: [
      `${ROUNDS.rounds} rounds of ${ANSWERS} answers each, one server; a model of some hundred kB, so that the server is no bottleneck`,
      `model.stream(): ${spread(first, 2, ' ms')}; ollama.chat({ stream: true }): ${spread(bare, 2, ' ms')}`,
    ],
  });
}

function speedMeasure({ ours, client }) {
  const [speed, bare] = [ours, client].map((rounds) => rounds.map(({ perSecond }) => perSecond));
  const ratio = paired(speed, bare, (a, b) => a / b);
  return judged({
    measure: 'tokens of Ollama in a second through the provider over its npm client',
    figure: `× ${spread(ratio, 3, '')}`,
    target: '≥ × 0.98',
    value: median(ratio),
    least: 0.98,
    details: [
      `the same rounds; up to ${TOKENS} tokens an answer`,
      `model.stream(): ${spread(speed, 0, ' tokens/s')}; ollama.chat({ stream: true }): ${spread(bare, 0, ' tokens/s')}`,
    ],
  });
}

function mustAgree(...sides) {
  const texts = new Set(sides.flat().map(({ text }) => text));
  if (texts.size !== 1) throw new Error('the subjects do not do the same work');
}
