import type { BodyOf } from '@mediaconduit/service-kit';
import type { MediaFacts } from '../parameters/media-facts';
import type { AUDIO_TO_AUDIO_PARAMETERS } from '../parameters/audio-parameters';
import { fadeFilters } from './fade-filters';
import { filter } from './filter';
import { FilterGraph } from './filter-graph';
import { loudnessFilters, type Loudness } from './loudness';
import type { Plan } from './plan';
import { SoundMixer } from './sound-mixer';
import { tempoFilters } from './tempo-filters';
import { rangeSeconds, rangeSwitches } from './time-range';

/** Options of everything that ends as sound. */
export type SoundParameters = BodyOf<typeof AUDIO_TO_AUDIO_PARAMETERS>;

const DEFAULT_SILENCE_DB = -50;
const DEFAULT_SILENCE_SECONDS = 0.5;

/** Makes the filter graph of a sound from the sounds of all files. */
export function buildSound(parameters: SoundParameters, media: readonly MediaFacts[], loudness?: Loudness): Plan {
  const { speed = 1, removeSilence, volumes = [] } = parameters;
  const graph = new FilterGraph();
  const isSingle = media.length === 1;
  const inputs = media.map((_facts, file) => ({ file, switches: isSingle ? rangeSwitches(parameters) : [] }));
  const sounds = inputs.map(({ file }) => {
    const volume = volumes[file];
    return graph.chain([`${file}:a:0`], volume === undefined ? [] : [filter('volume', { volume })]);
  });
  const whole = wholeSeconds(parameters, media);
  const ranged = rangeSeconds(parameters, whole);
  const seconds = ranged === undefined || removeSilence === true ? undefined : ranged / speed;
  const audio = graph.chain(
    [combined(graph, sounds, parameters)],
    [
      ...(isSingle ? [] : trimFilters(parameters)),
      ...(removeSilence === true ? silenceFilters(parameters) : []),
      ...tempoFilters(speed),
      ...(parameters.volume === undefined ? [] : [filter('volume', { volume: parameters.volume })]),
      ...(loudness ? loudnessFilters(loudness, sampleRateOf(parameters, media)) : []),
      ...fadeFilters('afade', parameters, seconds),
    ],
  );
  return { inputs, filterGraph: String(graph), audio, seconds: seconds ?? ranged, texts: {} };
}

/** The rate that a filter which needs another one in between goes back to. */
export function sampleRateOf(
  { sampleRateHz }: Pick<SoundParameters, 'sampleRateHz'>,
  media: readonly MediaFacts[],
): number {
  return sampleRateHz ?? media[0]?.audio?.sampleRateHz ?? 48_000;
}

function combined(graph: FilterGraph, sounds: readonly string[], { combine = 'concat' }: SoundParameters): string {
  const [only = ''] = sounds;
  if (sounds.length < 2) return only;
  const mixer = new SoundMixer(graph, () => 0);
  const even = mixer.evened(sounds.map((audio) => ({ audio })));
  return combine === 'mix' ? mixer.mix(even, 'longest') : (mixer.join(even, 0) ?? only);
}

function wholeSeconds({ combine = 'concat' }: SoundParameters, media: readonly MediaFacts[]): number | undefined {
  const lengths = media.map(({ duration }) => duration).filter((duration) => duration !== undefined);
  if (lengths.length < media.length) return undefined;
  return combine === 'mix' ? Math.max(...lengths) : lengths.reduce((sum, duration) => sum + duration, 0);
}

function trimFilters({ start, end, duration }: SoundParameters): string[] {
  if (start === undefined && end === undefined && duration === undefined) return [];
  const stop = duration === undefined ? end : undefined;
  return [filter('atrim', { start, end: stop, duration }), filter('asetpts', { expr: 'PTS-STARTPTS' })];
}

/** Pauses at the beginning, at the end and between. */
function silenceFilters({
  silenceDb = DEFAULT_SILENCE_DB,
  silenceSeconds = DEFAULT_SILENCE_SECONDS,
}: SoundParameters): string[] {
  const threshold = `${silenceDb}dB`;
  const start = { start_periods: 1, start_threshold: threshold };
  const stop = { stop_periods: -1, stop_duration: silenceSeconds, stop_threshold: threshold };
  return [filter('silenceremove', { ...start, ...stop })];
}
