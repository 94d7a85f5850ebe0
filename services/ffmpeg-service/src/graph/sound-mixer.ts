import type { AudioTrack } from './composition';
import { fadeFilters } from './fade-filters';
import { filter } from './filter';
import type { FilterGraph } from './filter-graph';
import { rangeSeconds, rangeSwitches } from './time-range';

const SAMPLE_RATE_HZ = 48_000;

/** Sounds that are joined or mixed must be of one kind. */
const EVEN_SOUND = [
  filter('aresample', { osr: SAMPLE_RATE_HZ }),
  filter('aformat', { sample_fmts: 'fltp', channel_layouts: 'stereo' }),
];

/** Adds an input to a plan and answers its number there. */
type AddInput = (file: number, switches: readonly string[]) => number;

/** The sound of a composition. */
export class SoundMixer {
  readonly #graph: FilterGraph;
  readonly #addInput: AddInput;

  constructor(graph: FilterGraph, addInput: AddInput) {
    this.#graph = graph;
    this.#addInput = addInput;
  }

  /** Sounds of one kind, with silence for clips that have none. */
  evened(parts: readonly { readonly audio?: string; readonly seconds?: number }[]): string[] {
    return parts.map(({ audio, seconds }) =>
      audio === undefined ? this.#silence(seconds) : this.#graph.chain([audio], EVEN_SOUND),
    );
  }

  /** One after the other. */
  join(sounds: readonly (string | undefined)[], transition: number): string | undefined {
    const labels = sounds.filter((label) => label !== undefined);
    const [first, ...others] = labels;
    if (first === undefined || others.length === 0) return first;
    if (transition === 0) return this.#graph.chain(labels, [filter('concat', { n: labels.length, v: 0, a: 1 })]);
    const fade = filter('acrossfade', { d: transition });
    return others.reduce((joined, next) => this.#graph.chain([joined, next], [fade]), first);
  }

  /** All at once, as long as the film. */
  addTracks(base: string | undefined, tracks: readonly AudioTrack[], seconds: number | undefined): string | undefined {
    if (tracks.length === 0) return base;
    const ground = base ?? this.#silence(seconds);
    const labels = [
      this.#graph.chain([ground], base ? EVEN_SOUND : []),
      ...tracks.map((track) => this.#track(track, seconds)),
    ];
    return this.mix(labels, 'first');
  }

  /** `duration`: as long as the first, or as the longest. */
  mix(labels: readonly string[], duration: 'first' | 'longest'): string {
    const mix = { inputs: labels.length, duration, dropout_transition: 0, normalize: 0 };
    return this.#graph.chain(labels, [filter('amix', mix)]);
  }

  #track(track: AudioTrack, total: number | undefined): string {
    const { input, volume = 1, at = 0, loop } = track;
    const rest = total === undefined ? undefined : Math.max(0.001, total - at);
    const looped = loop ? ['-stream_loop', '-1', ...(rest === undefined ? [] : ['-t', String(rest)])] : [];
    const source = this.#addInput(input, loop ? looped : rangeSwitches(track));
    return this.#graph.chain(
      [`${source}:a:0`],
      [
        ...EVEN_SOUND,
        ...(volume === 1 ? [] : [filter('volume', { volume })]),
        ...fadeFilters('afade', track, loop ? rest : rangeSeconds(track, rest)),
        ...(at > 0 ? [filter('adelay', { delays: Math.round(at * 1000), all: 1 })] : []),
      ],
    );
  }

  /** Without a length it goes on until something else ends. */
  #silence(seconds: number | undefined): string {
    const source = filter('anullsrc', { r: SAMPLE_RATE_HZ, cl: 'stereo' });
    return this.#graph.chain(
      [],
      [source, ...(seconds === undefined ? [] : [filter('atrim', { duration: seconds })]), ...EVEN_SOUND],
    );
  }
}
