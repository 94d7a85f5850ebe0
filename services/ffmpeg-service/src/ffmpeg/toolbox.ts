import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fault, HttpError } from '@mediaconduit/service-kit';
import { ffmpegFault, outOfMemory, unreadableInput } from './ffmpeg-fault';
import { INPUT_GUARD } from './input-guard';
import type { MediaFacts } from '../parameters/media-facts';
import { ProgressParser, type EncodeProgress } from './progress-parser';
import { readFacts, type Probed } from './read-facts';
import { runProgram, type ProgramEnd, type ProgramOptions, type RunningProgram } from './run-program';
import { listEncoders, type Encoders } from './list-encoders';

/** Where the programs are. */
export interface ToolPaths {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/** One encoding. */
export interface EncodeOptions {
  /** Everything but the switches that every run has. */
  readonly argv: readonly string[];
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: EncodeProgress) => void;
  /** Default `error`; at `info` the filters say what they measured. */
  readonly logLevel?: 'error' | 'info';
}

const COMMON = ['-nostdin', '-hide_banner', '-y', '-stats_period', '0.25', '-progress', 'pipe:3', '-nostats'];
/** Without these nothing useful is left. */
const REQUIRED_ENCODERS = ['libx264', 'aac', 'png'];
const PROBED_ENTRIES = 'format:stream:stream_side_data:packet=stream_index:packet_side_data=side_data_type';

/** ffmpeg and ffprobe of this machine. */
export class Toolbox {
  readonly #paths: ToolPaths;
  readonly #running = new Set<RunningProgram>();
  #encoders: Promise<Encoders> | undefined;

  constructor(paths: ToolPaths) {
    this.#paths = paths;
  }

  /** @throws {@link HttpError} saying what a user understands; the reason of the signal when that ended it. */
  async encode({ argv, folder, signal, onProgress, logLevel = 'error' }: EncodeOptions): Promise<ProgramEnd> {
    const parser = new ProgressParser(onProgress ?? (() => undefined));
    const full = [...COMMON, '-loglevel', logLevel, ...argv];
    const end = await this.#run('ffmpeg', full, { folder, signal, onReport: parser.write });
    if (end.exitCode !== 0) throw ffmpegFault(end);
    return end;
  }

  /**
   * What a file is. `name` is relative to `folder`, `label` is what messages call it.
   * @throws `invalid-input` when it is empty, broken or no media.
   */
  async probe(folder: string, name: string, signal: AbortSignal, label = 'the file'): Promise<MediaFacts> {
    const { size } = await stat(join(folder, name));
    if (size === 0) throw fault('invalid-input', `${label} is empty`, { hint: 'give a file with something in it' });
    const argv = ['-v', 'error', '-of', 'json', '-show_entries', PROBED_ENTRIES, '-read_intervals', '%+#4'];
    const end = await this.#run('ffprobe', [...argv, ...INPUT_GUARD, `file:${name}`], { folder, signal });
    if (end.exitCode === null) throw ffmpegFault(end);
    if (end.exitCode !== 0) throw unreadableInput(end.stderr, label);
    const facts = readFacts(JSON.parse(end.stdout) as Probed, size);
    if (!facts.video && !facts.audio) throw unreadableInput(end.stderr, label);
    return facts;
  }

  /** The encoders of this ffmpeg; asked once. @throws when ffmpeg cannot be run. */
  encoders(): Promise<Encoders> {
    this.#encoders ??= this.#list().catch((error: unknown) => {
      this.#encoders = undefined;
      throw error;
    });
    return this.#encoders;
  }

  /** @throws with a sentence about how to install what is missing. */
  async check(): Promise<void> {
    const [{ video, audio }] = await Promise.all([this.encoders(), this.#run('ffprobe', ['-version'], atStart())]);
    const missing = REQUIRED_ENCODERS.filter((name) => !video.includes(name) && !audio.includes(name));
    if (missing.length > 0) throw notInstalled(`this ffmpeg was built without ${missing.join(', ')}`);
  }

  /** Ends every program before this returns: for a process that ends itself, and must leave none behind. */
  killAll(): void {
    for (const program of this.#running) program.kill('SIGKILL');
  }

  /** One run tells both: with the list goes the banner, which names the version. */
  async #list(): Promise<Encoders> {
    const { stdout, stderr } = await this.#run('ffmpeg', ['-encoders'], atStart());
    return listEncoders(stderr, stdout);
  }

  async #run(
    tool: keyof ToolPaths,
    argv: readonly string[],
    options: Omit<ProgramOptions, 'running'>,
  ): Promise<ProgramEnd> {
    try {
      return await runProgram(this.#paths[tool], argv, { ...options, running: this.#running });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'EACCES') throw notInstalled(`${this.#paths[tool]} cannot be run`);
      if (code === 'ENOMEM' || code === 'EAGAIN') throw outOfMemory();
      throw error;
    }
  }
}

/** Nobody waits for the answer who could go away. */
function atStart(): Pick<ProgramOptions, 'folder' | 'signal'> {
  return { folder: '/', signal: new AbortController().signal };
}

function notInstalled(why: string): HttpError {
  const hint = 'install it (apt-get install ffmpeg, brew install ffmpeg), or set FFMPEG_PATH and FFPROBE_PATH';
  return new HttpError(503, `${why}: ${hint}`, { code: 'ffmpeg-missing', hint });
}
