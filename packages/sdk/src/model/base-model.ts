import type { Capability } from '../capability';
import { requireMethod } from '../error/require-method';
import type { InputOf, OutputOf } from '../media/media-of';
import type { ReadOptions } from '../media/media-source';
import type { OptionsSchema } from '../options/options-schema';
import type { ModelInfo } from '../provider/provider';
import type { CallOptions, Model, ModelOptions } from './model';

/** What a model's own work gets beside its input. */
export interface RunContext<O extends object> {
  /** The checked options, without those of {@link CallOptions}. */
  readonly options: Partial<O>;
  /** Cancelling, deadline and progress: pass it on to the service handle. */
  readonly call: CallOptions;
}

const NO_OPTIONS: CallOptions = Object.freeze({});

const PARSE_INPUT_HINT =
  'add parseInput(input), which checks the input and answers what run() gets; for text to text, extend BaseTextToTextModel: it has one';
const RUN_HINT = 'add async run(input, { options, call }), which does the work and answers a media value such as Text';

/**
 * A model that checks before it works: {@link run} gets parsed input and valid options, so bad input never starts a
 * service.
 */
export abstract class BaseModel<C extends Capability, Parsed, O extends object = ModelOptions> implements Model<C, O> {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** Set it in a subclass; without one, options are passed on unchecked. */
  readonly optionsSchema?: OptionsSchema<O>;

  constructor(readonly info: ModelInfo) {
    this.id = info.id;
    this.name = info.name;
    this.capabilities = info.capabilities;
  }

  /**
   * Pass `options` on to what looks at the input (`checkMediaType`, `checkInputSize`): the caller's signal must end the
   * wait for a silent stream, too.
   * @throws `MC_INPUT_INVALID` or `MC_INPUT_TOO_LARGE`.
   */
  protected abstract parseInput(input: InputOf<C>, options: ReadOptions): Parsed | Promise<Parsed>;

  /** Does the work. */
  protected abstract run(input: Parsed, context: RunContext<O>): Promise<OutputOf<C>>;

  async isAvailable(): Promise<boolean> {
    return true;
  }

  /** @throws `MC_PROVIDER_INVALID` when a class in JavaScript lacks `parseInput` or `run`. */
  async transform(input: InputOf<C>, options?: O & CallOptions): Promise<OutputOf<C>> {
    requireMethod(this, 'parseInput', PARSE_INPUT_HINT);
    requireMethod(this, 'run', RUN_HINT);
    const parsed = this.parseInput(input, { signal: options?.signal });
    const ready = parsed instanceof Promise ? ((await parsed) as Parsed) : parsed;
    return this.run(ready, this.contextOf(options));
  }

  /** Separates what is said about the call from the model's own options, and checks the latter. */
  protected contextOf(options: (O & CallOptions) | undefined): RunContext<O> {
    if (options === undefined) return { options: {}, call: NO_OPTIONS };
    const { signal, timeoutMs, onProgress, confirm, ...own } = options;
    const checked = this.optionsSchema ? this.optionsSchema.parse(own) : (own as unknown as O);
    return { options: checked, call: { signal, timeoutMs, onProgress, confirm } };
  }
}
