import type { MediaFacts } from '../parameters/media-facts';
import { clipSeconds } from './clip-seconds';
import type { Clip, Composition } from './composition';
import { addOverlays } from './add-overlays';
import { fadeFilters } from './fade-filters';
import { filter } from './filter';
import { FilterGraph } from './filter-graph';
import { isHeard } from './is-heard';
import { fitFilters, shapedSize, shapeFilters, wantedSize, type Size } from './picture-filters';
import type { Plan, PlannedInput } from './plan';
import { SoundMixer } from './sound-mixer';
import { rangeSwitches } from './time-range';
import { tempoFilters } from './tempo-filters';

const DEFAULT_FPS = 25;

/** A clip on its way: labels of its picture and its sound. */
interface Part {
  readonly video: string;
  readonly audio?: string;
  readonly seconds?: number;
}

/** Makes the filter graph of a composition whose problems were looked for before. */
export function buildComposition(composition: Composition, media: readonly MediaFacts[]): Plan {
  return new CompositionBuilder(composition, media).build();
}

class CompositionBuilder {
  readonly #composition: Composition;
  readonly #media: readonly MediaFacts[];
  readonly #graph = new FilterGraph();
  readonly #inputs: PlannedInput[] = [];
  readonly #texts: Record<string, string> = {};

  constructor(composition: Composition, media: readonly MediaFacts[]) {
    this.#composition = composition;
    this.#media = media;
  }

  build(): Plan {
    const { clips, overlays = [], audioTracks = [], transition = 0, volume = 1 } = this.#composition;
    const parts = clips.map((clip) => this.#part(clip));
    const seconds = totalSeconds(parts, clips.length > 1 ? transition : 0);
    const mixer = new SoundMixer(this.#graph, (file, switches) => this.#input(file, switches));
    const sounds = this.#needsSound() ? mixer.evened(parts) : parts.map(({ audio }) => audio);
    let video = this.#joinPictures(parts, transition);
    let audio = mixer.join(sounds, transition);
    audio = mixer.addTracks(audio, audioTracks, seconds);
    video = addOverlays({
      graph: this.#graph,
      overlays,
      video,
      texts: this.#texts,
      isImage: (file) => this.#media[file]?.isImage === true,
      input: (file) => this.#input(file, []),
    });
    video = this.#graph.chain([video], fadeFilters('fade', this.#composition, seconds));
    if (audio !== undefined) {
      const louder = volume === 1 ? [] : [filter('volume', { volume })];
      audio = this.#graph.chain([audio], [...louder, ...fadeFilters('afade', this.#composition, seconds)]);
    }
    return { inputs: this.#inputs, filterGraph: String(this.#graph), video, audio, seconds, texts: this.#texts };
  }

  #input(file: number, switches: readonly string[]): number {
    return this.#inputs.push({ file, switches }) - 1;
  }

  /** Several clips become one stream only when all have the same shape. */
  get #isJoined(): boolean {
    return this.#composition.clips.length > 1;
  }

  get #fps(): number {
    const { fps, clips } = this.#composition;
    return fps ?? this.#media[clips[0]?.input ?? 0]?.video?.fps ?? DEFAULT_FPS;
  }

  #needsSound(): boolean {
    const { clips, audioTracks = [] } = this.#composition;
    const speaks = clips.some((clip) => isHeard(clip, this.#composition, this.#media));
    return speaks && (this.#isJoined || audioTracks.length > 0);
  }

  #size(): Size {
    const [first] = this.#composition.clips;
    const video = this.#media[first?.input ?? 0]?.video;
    return wantedSize(this.#composition, video && first ? shapedSize(first, video) : { width: 1280, height: 720 });
  }

  #part(clip: Clip): Part {
    const facts = this.#media[clip.input];
    const seconds = clipSeconds(clip, facts);
    const at = this.#input(clip.input, facts?.isImage ? [] : rangeSwitches(clip));
    const video = this.#graph.chain([`${at}:v:0`], this.#pictureFilters(clip, seconds));
    if (!isHeard(clip, this.#composition, this.#media)) return { video, seconds };
    const { speed, volume = 1 } = clip;
    const louder = volume === 1 ? [] : [filter('volume', { volume })];
    const filters = [...tempoFilters(speed), ...louder, ...fadeFilters('afade', clip, seconds)];
    return { video, seconds, audio: this.#graph.chain([`${at}:a:0`], filters) };
  }

  #pictureFilters(clip: Clip, seconds: number | undefined): string[] {
    const facts = this.#media[clip.input];
    const isImage = facts?.isImage === true;
    const { speed = 1, fit } = clip;
    const size = this.#size();
    const own = facts?.video ? shapedSize(clip, facts.video) : size;
    const isSized = this.#isJoined || isImage || own.width !== size.width || own.height !== size.height;
    const isPaced = this.#isJoined || isImage || this.#composition.fps !== undefined;
    return [
      ...shapeFilters(clip),
      ...(isSized ? fitFilters(fit, size) : []),
      ...(isImage ? stillFilters(this.#fps, seconds ?? 0) : []),
      ...(speed === 1 || isImage ? [] : [filter('setpts', { expr: `PTS/${speed}` })]),
      ...(isPaced ? [filter('fps', { fps: this.#fps })] : []),
      ...(this.#isJoined ? [filter('format', { pix_fmts: 'yuv420p' }), filter('settb', { expr: 'AVTB' })] : []),
      ...fadeFilters('fade', clip, seconds),
    ];
  }

  #joinPictures(parts: readonly Part[], transition: number): string {
    const [first, ...others] = parts;
    if (!first || others.length === 0) return first?.video ?? '';
    const labels = parts.map(({ video }) => video);
    if (transition === 0) return this.#graph.chain(labels, [filter('concat', { n: labels.length, v: 1, a: 0 })]);
    let joined = first.video;
    let offset = first.seconds ?? 0;
    for (const { video, seconds = 0 } of others) {
      offset -= transition;
      const fade = filter('xfade', { transition: 'fade', duration: transition, offset });
      joined = this.#graph.chain([joined, video], [fade]);
      offset += seconds;
    }
    return joined;
  }
}

/** One picture, sized before it is repeated. */
function stillFilters(fps: number, seconds: number): string[] {
  return [
    filter('loop', { loop: -1, size: 1 }),
    filter('setpts', { expr: `N/(${fps}*TB)` }),
    filter('trim', { duration: seconds }),
  ];
}

function totalSeconds(parts: readonly Part[], transition: number): number | undefined {
  let total = 0;
  for (const { seconds } of parts) {
    if (seconds === undefined) return undefined;
    total += seconds;
  }
  return total - transition * (parts.length - 1);
}
