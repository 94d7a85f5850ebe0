import type { Media, Model, ModelStream, StreamEvent } from '@mediaconduit/sdk';
import type { RunTarget } from './run-output';

/** What the model is called with. */
export interface ModelCall {
  readonly input: Parameters<Model['transform']>[0];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What came of a call. */
export interface CallOutcome {
  readonly result: Media;
  /** The text was written to stdout while it came. */
  readonly written: boolean;
  readonly elapsedMs: number;
}

/** Calls the model; text is written as it comes where the model streams and nothing else is to be done with it. */
export async function callModel(model: Model, { input, options }: ModelCall, target: RunTarget): Promise<CallOutcome> {
  const startedAt = performance.now();
  const { output, out, signal } = target;
  const writesText = model.capabilities.every((capability) => capability.endsWith('-to-text'));
  const call = { ...options, signal, onProgress: ({ message }: { message: string }) => output.status(message) };
  const streams = model.stream !== undefined && writesText && out === undefined && !output.settings.json;
  const result =
    streams && model.stream ? await follow(model.stream(input, call), target) : await model.transform(input, call);
  return { result, written: streams, elapsedMs: performance.now() - startedAt };
}

async function follow(stream: ModelStream<Media>, target: RunTarget): Promise<Media> {
  let last = '';
  for await (const event of stream) {
    const text = textOfEvent(event, target);
    if (text === '') continue;
    await target.output.data(text);
    last = text;
  }
  if (!last.endsWith('\n')) await target.output.data('\n');
  return stream;
}

/** What an event adds to the text; the others add nothing. */
function textOfEvent(event: StreamEvent, { output }: RunTarget): string {
  if (event.type === 'progress') output.status(event.progress.message);
  return event.type === 'text-delta' ? event.text : '';
}
