import type { Capability } from '../capability';
import type { InputOf, OutputOf } from '../media/media-of';
import type { OptionsSchema } from '../options/options-schema';
import type { Question } from './question';
import type { StreamEvent } from './stream-event';

/** Progress in one shape everywhere. */
export interface Progress {
  /** What happens now: `start`, `upload`, `compute`, `download` … */
  readonly phase: string;
  readonly message: string;
  readonly completed?: number;
  readonly total?: number;
  readonly unit?: string;
  readonly etaMs?: number;
}

/** What every call takes beside the model's own options. */
export interface CallOptions {
  /** Cancels the call and the work in the service. */
  readonly signal?: AbortSignal;
  /**
   * Deadline of every request once the service is ready, in ms; 0 = none. Default 600000, for models whose work may
   * take hours (films, speech) 0. `AbortSignal.timeout(ms)` as `signal` bounds the start of the service, too.
   */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Asked before a large download; without it such a call fails with `MC_CONFIRMATION_NEEDED`. */
  readonly confirm?: (question: Question) => boolean | Promise<boolean>;
}

/** Options of a model whose schema is not known to the types. */
export type ModelOptions = Readonly<Record<string, unknown>>;

/** One turn of a chat. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** The events of a stream; awaiting it gives the whole result, breaking out of the loop cancels. */
export interface ModelStream<Output> extends AsyncIterable<StreamEvent>, PromiseLike<Output> {}

/** A literal capability types input and output. */
export interface Model<C extends Capability = Capability, O extends object = ModelOptions> {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly optionsSchema?: OptionsSchema<O>;
  isAvailable(): Promise<boolean>;
  /**
   * @throws `MC_INPUT_INVALID`, `MC_INPUT_TOO_LARGE` and `MC_OPTIONS_INVALID` before a service is started;
   *   `MC_SERVICE_…`, `MC_CALL_TIMEOUT` and `MC_CALL_ABORTED` afterwards.
   */
  transform(input: InputOf<C>, options?: O & CallOptions): Promise<OutputOf<C>>;
  /** All results, such as thumbnails; missing when there is always one. */
  transformAll?(input: InputOf<C>, options?: O & CallOptions): Promise<readonly OutputOf<C>[]>;
  /** Missing when the model cannot stream. */
  stream?(input: InputOf<C>, options?: O & CallOptions): ModelStream<OutputOf<C>>;
}
