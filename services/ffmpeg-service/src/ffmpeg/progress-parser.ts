/** One report of ffmpeg's `-progress`. */
export interface EncodeProgress {
  /** Seconds of the result that are written. */
  readonly seconds: number;
  readonly frame?: number;
  /** Seconds of the result per second. */
  readonly speed?: number;
}

/** Reads `key=value` lines as they come, and gives a report at the end of each block. */
export class ProgressParser {
  readonly #onProgress: (progress: EncodeProgress) => void;
  readonly #block = new Map<string, string>();
  #rest = '';

  constructor(onProgress: (progress: EncodeProgress) => void) {
    this.#onProgress = onProgress;
  }

  readonly write = (text: string): void => {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#read(line);
  };

  #read(line: string): void {
    const at = line.indexOf('=');
    if (at < 0) return;
    const key = line.slice(0, at);
    this.#block.set(key, line.slice(at + 1).trim());
    if (key !== 'progress') return;
    const seconds = Math.max(0, this.#number('out_time_us') ?? 0) / 1_000_000;
    this.#onProgress({ seconds, frame: this.#number('frame'), speed: this.#number('speed') });
    this.#block.clear();
  }

  /** ffmpeg writes `N/A` for what it does not know, and `2.5x` for a speed. */
  #number(key: string): number | undefined {
    const value = Number.parseFloat(this.#block.get(key) ?? '');
    return Number.isFinite(value) ? value : undefined;
  }
}
