import { MediaConduitError, type CallOptions, type MediaLike, type Video } from '@mediaconduit/sdk';
import type { BinaryMedia } from '@mediaconduit/sdk';
import type { CompositionPreview } from './ffmpeg-client';
import type { FfmpegVideoToVideoModel } from './ffmpeg-video-models';
import { COMPOSITION_OPTIONS, type CompositionPlan, type FfmpegVideoToVideoModelOptions } from './ffmpeg-options';

type Clip = CompositionPlan['clips'][number];
type Overlay = NonNullable<CompositionPlan['overlays']>[number];
type AudioTrack = NonNullable<CompositionPlan['audioTracks']>[number];

/** How a clip stands in the film. */
export type ClipOptions = Omit<Clip, 'input'>;

/** How a picture or a film lies over the film. */
export type OverlayOptions = Omit<Overlay, 'input' | 'text' | 'fontSize' | 'color'>;

/** How a text lies over the film. */
export type TextOptions = Omit<Overlay, 'input' | 'text' | 'width' | 'height'>;

/** How a sound is added. */
export type AudioTrackOptions = Omit<AudioTrack, 'input'>;

/** How the film is written. */
export type RenderOptions = Omit<FfmpegVideoToVideoModelOptions, 'composition'> & CallOptions;

/** What can be used more than once and counts as one file then. */
type Source = MediaLike<BinaryMedia>;

/** What makes a composition; an {@link FfmpegVideoToVideoModel} is one. */
export type CompositionModel = Pick<FfmpegVideoToVideoModel, 'transform' | 'previewComposition'>;

/** An empty composition that `model` will render. @throws `MC_OPTIONS_INVALID` when the model cannot. */
export function composition(model: Pick<FfmpegVideoToVideoModel, 'transform'>): CompositionBuilder {
  if ('previewComposition' in model) return new CompositionBuilder(model as CompositionModel);
  throw new MediaConduitError('MC_OPTIONS_INVALID', 'This model makes no compositions.', {
    hint: 'await the model ffmpeg-video-to-video of the ffmpeg provider, and give that',
  });
}

/** A film in the making. Every method but the last three changes it and answers it. */
export class CompositionBuilder {
  readonly #model: CompositionModel;
  readonly #files: Source[] = [];
  readonly #clips: Clip[] = [];
  readonly #overlays: Overlay[] = [];
  readonly #audioTracks: AudioTrack[] = [];
  #frame: Omit<CompositionPlan, 'clips' | 'overlays' | 'audioTracks'> = {};

  constructor(model: CompositionModel) {
    this.#model = model;
  }

  /** Puts a video, or a picture, after what is there. */
  add(clip: Source, options: ClipOptions = {}): this {
    this.#clips.push({ ...options, input: this.#number(clip) });
    return this;
  }

  /** The same as {@link add}. */
  append(clip: Source, options?: ClipOptions): this {
    return this.add(clip, options);
  }

  /** Puts a video, or a picture, before what is there. */
  prepend(clip: Source, options: ClipOptions = {}): this {
    this.#clips.unshift({ ...options, input: this.#number(clip) });
    return this;
  }

  /** Lays a picture or a video over the film. */
  overlay(media: Source, options: OverlayOptions = {}): this {
    this.#overlays.push({ ...options, input: this.#number(media) });
    return this;
  }

  /** Lays a text over the film. No character in it has a meaning beside itself. */
  text(text: string, options: TextOptions = {}): this {
    this.#overlays.push({ ...options, text });
    return this;
  }

  /** Adds a sound to that of the clips. */
  audioTrack(audio: Source, options: AudioTrackOptions = {}): this {
    this.#audioTracks.push({ ...options, input: this.#number(audio) });
    return this;
  }

  /** Seconds of fading in at the beginning of the film. */
  fadeIn(seconds: number): this {
    return this.#set({ fadeIn: seconds });
  }

  /** Seconds of fading out at the end of the film. */
  fadeOut(seconds: number): this {
    return this.#set({ fadeOut: seconds });
  }

  /** Seconds of cross-fading between clips. */
  transition(seconds: number): this {
    return this.#set({ transition: seconds });
  }

  /** In pixels; what is not given follows from the first clip. */
  size(width?: number, height?: number): this {
    return this.#set({ width, height });
  }

  /** Pictures per second. */
  fps(fps: number): this {
    return this.#set({ fps });
  }

  /** A factor for the sound of the film. */
  volume(volume: number): this {
    return this.#set({ volume });
  }

  /** Leaves out the sound of all clips. */
  mute(): this {
    return this.#set({ mute: true });
  }

  /** The composition as data, with numbers for the files. @throws `MC_OPTIONS_INVALID` */
  toJSON(): CompositionPlan {
    const { clips, overlays, audioTracks } = {
      clips: this.#clips,
      overlays: this.#overlays,
      audioTracks: this.#audioTracks,
    };
    return COMPOSITION_OPTIONS.parse(defined({ ...this.#frame, clips, overlays, audioTracks }));
  }

  /** Everything that is wrong as far as it shows without the files; none when the list is empty. */
  async validate(call?: CallOptions): Promise<CompositionPreview['problems']> {
    try {
      return (await this.#model.previewComposition(this.toJSON(), call)).problems;
    } catch (error) {
      const { code, facts } = error as Partial<MediaConduitError>;
      const problems = facts?.['problems'];
      if (code !== 'MC_OPTIONS_INVALID' || !Array.isArray(problems)) throw error;
      return problems.map((message) => ({ path: '', message: String(message) }));
    }
  }

  /**
   * The filter graph that ffmpeg would get, for files of which nothing is known.
   * @throws `MC_OPTIONS_INVALID` when something is wrong.
   */
  async preview(call?: CallOptions): Promise<string> {
    const { problems, filterGraph = '' } = await this.#model.previewComposition(this.toJSON(), call);
    if (problems.length === 0) return filterGraph;
    const texts = problems.map(({ path, message }) => `${path}: ${message}`);
    throw new MediaConduitError('MC_OPTIONS_INVALID', texts.join('; '), {
      hint: 'correct what is named',
      facts: { problems },
    });
  }

  /** Makes the film. */
  async render(options: RenderOptions = {}): Promise<Video> {
    const input = { files: this.#files };
    return this.#model.transform(input, { ...options, composition: this.toJSON() });
  }

  #set(change: Partial<CompositionPlan>): this {
    this.#frame = { ...this.#frame, ...change };
    return this;
  }

  /** A file that is used twice is sent once. */
  #number(source: Source): number {
    const known = this.#files.indexOf(source);
    return known < 0 ? this.#files.push(source) - 1 : known;
  }
}

/** Without what was set to nothing. */
function defined(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
