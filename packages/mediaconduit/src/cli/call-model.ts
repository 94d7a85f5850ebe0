import {
  isMediaConduitError,
  MediaConduitError,
  messageOf,
  type CallOptions,
  type Media,
  type Model,
  type Progress,
  type StreamEvent,
} from '@mediaconduit/sdk';
import { ProgressLine } from './progress-line';
import type { RunTarget } from './run-output';
import { TextWriter } from './text-writer';
import { toResult } from './to-result';

/** What the model is called with. */
export interface ModelCall {
  readonly input: Parameters<Model['transform']>[0];
  readonly options: Readonly<Record<string, unknown>>;
  readonly confirm: CallOptions['confirm'];
  /** Whether the result is text, as far as is known. */
  readonly givesText: boolean;
}

/** What came of a call. */
export interface CallOutcome {
  readonly results: readonly Media[];
  /** The text was written to stdout while it came. */
  readonly written: boolean;
  readonly elapsedMs: number;
}

/**
 * Calls the model. Text is written as it comes where the model streams and nothing else is to be done with it; with
 * `--json --stream` every event is written as a line.
 */
export async function callModel(model: Model, call: ModelCall, target: RunTarget): Promise<CallOutcome> {
  const startedAt = performance.now();
  using progress = new ProgressLine(target.output);
  const { json, stream = false } = target.output.settings;
  const done = await (json && stream
    ? callAsEvents(model, call, { ...target, progress })
    : callAsText(model, call, { ...target, progress }));
  return { ...done, elapsedMs: performance.now() - startedAt };
}

interface CallTarget extends RunTarget {
  readonly progress: ProgressLine;
}

type Done = Omit<CallOutcome, 'elapsedMs'>;

async function callAsText(model: Model, call: ModelCall, target: CallTarget): Promise<Done> {
  const { output, out, progress } = target;
  const options = optionsOf(call, target, (report) => progress.show(report));
  if (!model.stream || !call.givesText || out !== undefined || output.settings.json) {
    return { results: await transform(model, call, options), written: false };
  }
  const { format = 'text' } = call.options;
  const writer = new TextWriter(output, { segments: format === 'text' ? 'lines' : 'progress' });
  const stream = model.stream(call.input, options);
  for await (const event of stream) {
    if (event.type === 'progress') progress.show(event.progress);
    else await writer.write(event);
  }
  await writer.end();
  return { results: asList(await stream), written: writer.hasWritten };
}

/** Progress of a model that does not stream is an event too. */
async function callAsEvents(model: Model, call: ModelCall, target: CallTarget): Promise<Done> {
  const { output, progress } = target;
  if (!model.stream) {
    const tell = (report: Progress): void => {
      progress.show(report);
      void output.json({ type: 'progress', progress: report });
    };
    return { results: await transform(model, call, optionsOf(call, target, tell)), written: false };
  }
  const stream = model.stream(
    call.input,
    optionsOf(call, target, (report) => progress.show(report)),
  );
  for await (const event of stream) await output.json(toLine(event));
  return { results: asList(await stream), written: false };
}

async function transform(
  model: Model,
  { givesText, input }: ModelCall,
  options: Parameters<Model['transform']>[1],
): Promise<readonly Media[]> {
  try {
    const answer: unknown = await (model.transformAll?.(input, options) ?? model.transform(input, options));
    return (Array.isArray(answer) ? answer : [answer]).map((one: unknown) => toResult(one, givesText));
  } catch (error) {
    throw isMediaConduitError(error) ? error : failed(model, error);
  }
}

/** Providers of the original core throw whatever they like. */
function failed({ id }: Model, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_FAILED', `The model "${id}" failed: ${messageOf(cause)}`, {
    hint: '--verbose shows what its provider prints, and where it failed',
    facts: { model: id },
    cause,
  });
}

function asList(result: Media | readonly Media[]): readonly Media[] {
  return Array.isArray(result) ? (result as readonly Media[]) : [result as Media];
}

function optionsOf(
  { confirm, options }: ModelCall,
  { signal }: CallTarget,
  onProgress: (report: Progress) => void,
): CallOptions & Readonly<Record<string, unknown>> {
  return { ...options, signal, onProgress, ...(confirm && { confirm }) };
}

/** Bytes in base64; all else as it is. */
function toLine(event: StreamEvent): object {
  return event.type === 'bytes' ? { type: 'bytes', base64: Buffer.from(event.bytes).toString('base64') } : event;
}
