import { createRuntime, type Runtime } from '@mediaconduit/runtime';
import { engineSuite, type SuiteBehaviour, type SuiteEngine } from '@mediaconduit/testkit';
import { dirname } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import type { BinaryMedia } from '@mediaconduit/sdk';
import { join } from 'node:path';
import type {
  FfmpegAudioToAudioModel,
  FfmpegImageToVideoModel,
  FfmpegVideoToAudioModel,
  FfmpegVideoToImageModel,
  FfmpegVideoToVideoModel,
} from '../index';

interface ModelByName {
  'video-to-audio': FfmpegVideoToAudioModel;
  'audio-to-audio': FfmpegAudioToAudioModel;
  'video-to-video': FfmpegVideoToVideoModel;
  'video-to-image': FfmpegVideoToImageModel;
  'image-to-video': FfmpegImageToVideoModel;
}

/** The model of a capability, with its own methods. */
export async function modelOf<C extends keyof ModelByName>(runtime: Runtime, capability: C): Promise<ModelByName[C]> {
  return (await runtime.model('.', { model: `ffmpeg-${capability}`, capability })) as unknown as ModelByName[C];
}

/** Registers behaviours of the provider on an engine. */
export function ffmpegSuite(
  name: string,
  engine: SuiteEngine,
  register: (behaviour: SuiteBehaviour<Runtime>) => void,
): void {
  const projectFolder = dirname(dirname(__dirname));
  engineSuite(
    { describe, it, beforeAll, afterAll },
    { name: `ffmpeg-provider: ${name}`, engine, open: (place) => createRuntime({ projectFolder, ...place }) },
    register,
  );
}

/** Checks a measured value; the failure says the value. */
export function expectNear(value: number, expected: number, by = 0.12): void {
  expect({ value, by: Math.abs(value - expected) <= by ? 'near' : 'far' }).toEqual({ value, by: 'near' });
}

/** A result as a file that the tests can decode. */
export async function saved(media: BinaryMedia, folder: string, name = 'result'): Promise<string> {
  const file = join(folder, name);
  await media.saveToFile(file);
  return file;
}

/** Numbers of the processes with all these arguments. In a container of this machine they count too. */
export function processesWith(...argv: readonly string[]): string[] {
  return readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && argv.every((each) => argumentsOf(name).includes(each)),
  );
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it ended meanwhile
  }
}
