import { filter } from './filter';

/** What the loudness is brought to, with what was measured before. */
export interface Loudness {
  /** LUFS. */
  readonly target: number;
  /** Missing in the run that measures. */
  readonly measured?: MeasuredLoudness;
}

/** What `loudnorm` prints when it measures; texts, as it prints them. */
export interface MeasuredLoudness {
  readonly input_i: string;
  readonly input_tp: string;
  readonly input_lra: string;
  readonly input_thresh: string;
  readonly target_offset: string;
}

const TRUE_PEAK_DB = -1.5;
const RANGE_LU = 11;
const LAYOUTS = 'mono|stereo|5.1|7.1';
const NUMBER = /^-?(?:\d+(?:\.\d+)?|inf)$/;

/** The filters that measure or change the loudness (EBU R128); afterwards the sound has `sampleRateHz` again. */
export function loudnessFilters({ target, measured }: Loudness, sampleRateHz: number): string[] {
  const common = { I: target, TP: TRUE_PEAK_DB, LRA: RANGE_LU };
  if (!measured) return [filter('loudnorm', { ...common, print_format: 'json' })];
  const before = {
    measured_I: Number(measured.input_i),
    measured_TP: Number(measured.input_tp),
    measured_LRA: Number(measured.input_lra),
    measured_thresh: Number(measured.input_thresh),
    offset: Number(measured.target_offset),
  };
  return [
    filter('loudnorm', { ...common, ...before, linear: 'true' }),
    filter('aformat', { channel_layouts: LAYOUTS }), // loudnorm forgets to say which one it answers
    filter('aresample', { osr: sampleRateHz }),
  ];
}

/** Reads what a measuring run printed; `undefined` for silence, which cannot be made louder. */
export function readLoudness(stderr: string): MeasuredLoudness | undefined {
  const json = /\{[^{}]*"input_i"[^{}]*\}/.exec(stderr)?.[0];
  if (json === undefined) return undefined;
  const measured = JSON.parse(json) as MeasuredLoudness;
  const { input_i, input_tp, input_lra, input_thresh, target_offset } = measured;
  const texts = [input_i, input_tp, input_lra, input_thresh, target_offset];
  return texts.every((text) => NUMBER.test(text) && !text.endsWith('inf')) ? measured : undefined;
}
