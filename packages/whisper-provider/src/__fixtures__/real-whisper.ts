import type { Runtime } from '@mediaconduit/runtime';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ASSETS = join(__dirname, '../../../../tools/assets');

/** Sentences that whisper-base hears without a mistake when espeak-ng says them. */
export const SENTENCES = [
  'The weather was calm and the sea was quiet.',
  'A small boat left the harbor in the early morning.',
  'Two old friends sat at the table and talked about the news.',
  'The children played in the garden until it was dark.',
  'There was nobody on the road.',
];

/** The folder with real weights that `tools/assets/whisper-weights.mjs` makes; they are there when the suite runs. */
export function weightsFolder(): string {
  return execFileSync(process.execPath, [join(ASSETS, 'whisper-weights.mjs')], { encoding: 'utf8' }).trim();
}

/** Quick hearing, where the words are not the point. */
export const QUICK = { language: 'en', beamSize: 1 };

/**
 * Lets a home have the environment of Python that an earlier run made for the same packages, or keep its own for the
 * next one: to install them takes longer than all behaviours together.
 */
export function keepVenvs(home: string): void {
  const kept = join(dirname(weightsFolder()), 'whisper-home');
  for (const folder of ['venvs', 'run/venvs']) {
    mkdirSync(join(kept, folder), { recursive: true, mode: 0o700 });
    mkdirSync(dirname(join(home, folder)), { recursive: true, mode: 0o700 });
    symlinkSync(join(kept, folder), join(home, folder), 'junction');
  }
}

/** Lets espeak-ng say something into a WAV file. */
export function speak(file: string, text: string, voice = 'en-us'): string {
  execFileSync('espeak-ng', ['-v', voice, '-s', '130', '-w', file, text]);
  return file;
}

/** Makes a file with ffmpeg. */
export function ffmpeg(file: string, ...args: readonly string[]): string {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, file]);
  return file;
}

/** Puts real weights where the containers of a runtime keep theirs. */
export async function copyWeights(runtime: Runtime): Promise<void> {
  const service = await runtime.services.getService('@mediaconduit/whisper-service');
  const lease = await service.lease();
  try {
    const [container] = (await runtime.services.inspect()).filter(({ engine }) => engine === 'docker');
    for (const model of ['whisper-base', 'moonshine-tiny']) {
      execFileSync('docker', ['cp', join(weightsFolder(), model), `${container?.id}:/cache/${model}`]);
    }
  } finally {
    lease.release();
  }
}

/** One of the counters that the service shows. */
export async function counter(runtime: Runtime, name: string): Promise<number> {
  const service = await runtime.services.getService('@mediaconduit/whisper-service');
  const text = (await service.request({ path: '/metrics' })).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
