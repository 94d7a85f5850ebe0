import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../folder/temporary-folder';

/** What a sample becomes. */
export interface EncodeOptions {
  /** The extension of the format, as ffmpeg knows it: `mp3`, `ogg`, `flac`, `webm`, `mkv`, `webp`. */
  readonly format: string;
  /** Further switches of ffmpeg before the result: `['-ac', '2']`. */
  readonly switches?: readonly string[];
  /** Ends ffmpeg. */
  readonly signal?: AbortSignal;
  /** The program. Default: the `ffmpeg` on the path. */
  readonly program?: string;
}

const run = promisify(execFile);

/**
 * A sample in a format that takes an encoder, by the ffmpeg of this machine: for tests that may need one. What needs none
 * is made by `createWav`, `createPng`, `createMp4` and their kind.
 * @throws `MC_PROGRAM_MISSING` without ffmpeg, `MC_OPTIONS_INVALID` for what it cannot do, `MC_CALL_ABORTED`.
 */
export async function encodeMedia(sample: Uint8Array, options: EncodeOptions): Promise<Buffer> {
  const { format, program = 'ffmpeg', signal, switches = [] } = options;
  if (!/^\w+$/.test(format)) throw cannot(options, 'the name of a format has letters and digits only');
  await using folder = await temporaryFolder();
  const input = await folder.write('sample', sample);
  const output = join(folder.path, `result.${format}`);
  const argv = ['-v', 'error', '-nostdin', '-i', input, '-map_metadata', '-1', ...switches, output];
  try {
    await run(program, argv, { signal });
  } catch (error) {
    throw toEncodeError(error, options);
  }
  return await readFile(output).catch((error: unknown) => {
    throw cannot(options, `${program} wrote nothing`, error);
  });
}

function toEncodeError(error: unknown, options: EncodeOptions): MediaConduitError {
  const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: string };
  if (options.signal?.aborted) {
    return new MediaConduitError('MC_CALL_ABORTED', 'The encoding was cancelled.', { cause: error });
  }
  if (code !== 'ENOENT') return cannot(options, stderr?.trim() || messageOf(error), error);
  const { program = 'ffmpeg' } = options;
  return new MediaConduitError('MC_PROGRAM_MISSING', `${program} is not installed, and a sample needs it.`, {
    hint: 'apt-get install ffmpeg, or take a sample that is made by code, as createWav and createMp4',
    facts: { program },
    cause: error,
  });
}

function cannot({ format }: EncodeOptions, reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_OPTIONS_INVALID', `The sample cannot be made ${format}: ${reason}.`, {
    hint: 'choose another format, or other switches',
    facts: { format, reason },
    cause,
  });
}
