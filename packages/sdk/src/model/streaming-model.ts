import type { Capability } from '../capability';
import type { InputOf, OutputOf } from '../media/media-of';
import { requireMethod } from '../error/require-method';
import { BaseModel, type RunContext } from './base-model';
import type { CallOptions, ModelOptions, ModelStream } from './model';
import { createModelStream, type OpenEvents } from './model-stream';
import type { StreamEvent } from './stream-event';

const RUN_STREAM_HINT =
  'add async *runStream(input, { options, call }), which yields events and returns the media value';

/**
 * A subclass writes {@link runStream} only: `transform` runs it to its end. Report progress by `call.onProgress`; in a
 * stream the reports stand between the other events.
 */
export abstract class StreamingModel<C extends Capability, Parsed, O extends object = ModelOptions> extends BaseModel<
  C,
  Parsed,
  O
> {
  /** Does the work; `call.signal` also aborts when the reader leaves the stream. */
  protected abstract runStream(input: Parsed, context: RunContext<O>): AsyncGenerator<StreamEvent, OutputOf<C>, void>;

  protected async run(input: Parsed, context: RunContext<O>): Promise<OutputOf<C>> {
    requireMethod(this, 'runStream', RUN_STREAM_HINT);
    const events = this.runStream(input, context);
    for (;;) {
      const next = await events.next();
      if (next.done === true) return next.value;
    }
  }

  /** The checks of `transform` are made, and fail, when the stream is first read. */
  stream(input: InputOf<C>, options?: O & CallOptions): ModelStream<OutputOf<C>> {
    const open: OpenEvents<OutputOf<C>> = async (signal, report) => {
      requireMethod(this, 'runStream', RUN_STREAM_HINT);
      const parsed = await this.parseInput(input, { signal });
      const { options: own, call } = this.contextOf(options);
      const onProgress: CallOptions['onProgress'] = (progress) => {
        call.onProgress?.(progress);
        report(progress);
      };
      return this.runStream(parsed, { options: own, call: { ...call, signal, onProgress } });
    };
    return createModelStream(open, options?.signal);
  }
}
