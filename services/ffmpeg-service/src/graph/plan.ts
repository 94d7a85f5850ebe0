/** One input of an ffmpeg command. */
export interface PlannedInput {
  /** Number of the caller's file. */
  readonly file: number;
  /** Before `-i`. */
  readonly switches: readonly string[];
}

/** What ffmpeg is to do, before it is known how the result is written. */
export interface Plan {
  readonly inputs: readonly PlannedInput[];
  readonly filterGraph: string;
  /** Label of the picture. */
  readonly video?: string;
  /** Label of the sound. */
  readonly audio?: string;
  /** Seconds of the result, when they are known. */
  readonly seconds?: number;
  /** Texts that filters read from files, by the name of the file. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The switches of a plan up to the outputs; the files of the caller are named by their number. */
export function planSwitches({ inputs, filterGraph }: Plan, guard: readonly string[]): string[] {
  return [
    ...inputs.flatMap(({ file, switches }) => [...guard, ...switches, '-i', `file:${file}`]),
    ...(filterGraph === '' ? [] : ['-filter_complex', filterGraph]),
  ];
}
