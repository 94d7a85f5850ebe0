import { join } from 'node:path';
import { fault, type ReceivedForm } from '@mediaconduit/service-kit';
import type { MediaFacts } from '../parameters/media-facts';
import type { Toolbox } from '../ffmpeg/toolbox';
import type { JobQueue } from '../job-queue';
import type { OutputStore } from '../output-store';
import type { MadeFile, Work } from './job';
import { ProgressChannel } from './progress-channel';
import { fileLabel } from './require-media';

/** What every job needs of the service. */
export interface Workshop {
  readonly toolbox: Toolbox;
  readonly queue: JobQueue;
  readonly outputs: OutputStore;
}

/** A result that waits to be fetched. */
export interface FinishedOutput {
  readonly url: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly metadata: MediaFacts;
}

/** A line about what happens. */
export interface ProgressLine {
  readonly type: 'progress';
  readonly phase: 'queue' | 'compute';
  readonly message: string;
  readonly completed: number;
  readonly total: number;
  readonly unit: '%';
  readonly etaMs?: number;
}

/** The last line of a job that went well. */
export interface ResultLine {
  readonly type: 'result';
  readonly outputs: readonly FinishedOutput[];
  /** Waiting for other jobs. */
  readonly queueMs: number;
  /** Without that wait. */
  readonly processingTimeMs: number;
}

/**
 * Does the work on the files of a form, and tells how far it is. Whatever happens, nothing of the form stays.
 * @throws what a caller may be told, and the reason of `signal`.
 */
export async function* runJob(
  workshop: Workshop,
  received: ReceivedForm,
  work: Work,
  signal: AbortSignal,
): AsyncGenerator<ProgressLine, ResultLine, void> {
  await using form = received;
  using place = workshop.queue.enter(signal);
  const enteredAt = performance.now();
  if (!place.isRunning) yield progress('queue', 0);
  await place.turn;
  const startedAt = performance.now();
  const channel = new ProgressChannel<number>();
  channel.report(0);
  const made = yield* told(channel, doWork(workshop, form, { work, signal, report: channel.report }));
  const outputs = await Promise.all(made.map((file) => keep(workshop.outputs, form.folder, file)));
  const processingTimeMs = Math.round(performance.now() - startedAt);
  return { type: 'result', outputs, queueMs: Math.round(startedAt - enteredAt), processingTimeMs };
}

/** Runs a job whose caller does not want to know how far it is. */
export async function finishJob(...job: Parameters<typeof runJob>): Promise<ResultLine> {
  const lines = runJob(...job);
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return next.value;
  }
}

/** What the files of a form are. @throws `invalid-input` */
export async function probeAll(toolbox: Toolbox, form: ReceivedForm, signal: AbortSignal): Promise<MediaFacts[]> {
  if (form.files.length === 0) {
    throw fault('invalid-input', 'no file was sent', { hint: 'send it as a file of the form' });
  }
  const media: MediaFacts[] = [];
  for (const [index] of form.files.entries()) {
    const label = fileLabel(form.files, index);
    const facts = await form.read(() => toolbox.probe(form.folder, String(index), signal, label));
    if (facts.isEncrypted) {
      throw fault('invalid-input', `${label} is encrypted (DRM)`, { hint: 'give a file without copy protection' });
    }
    media.push(facts);
  }
  return media;
}

interface Doing {
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly report: (done: number) => void;
}

async function doWork(
  { toolbox }: Workshop,
  form: ReceivedForm,
  { work, ...doing }: Doing,
): Promise<readonly MadeFile[]> {
  const encoders = await toolbox.encoders();
  const media = await probeAll(toolbox, form, doing.signal);
  doing.report(0);
  return form.read(() => work({ folder: form.folder, files: form.files, media, toolbox, encoders, ...doing }));
}

/** The work is over, well or not, before this is left: nothing may be written into a folder that is being removed. */
async function* told<Result>(
  channel: ProgressChannel<number>,
  work: Promise<Result>,
): AsyncGenerator<ProgressLine, Result, void> {
  let encodingSince = performance.now();
  try {
    const reports = channel.during(work);
    for (;;) {
      const next = await reports.next();
      if (next.done === true) return next.value;
      if (next.value === 0) encodingSince = performance.now(); // what came before says nothing about the rest
      yield progress('compute', next.value, performance.now() - encodingSince);
    }
  } finally {
    await work.catch(() => undefined);
  }
}

function progress(phase: ProgressLine['phase'], done: number, elapsedMs = 0): ProgressLine {
  return {
    type: 'progress',
    phase,
    message: phase === 'queue' ? 'Waiting for other jobs' : 'Working',
    completed: Math.round(done * 1000) / 10,
    total: 100,
    unit: '%',
    etaMs: done > 0.01 ? Math.round((elapsedMs / done) * (1 - done)) : undefined,
  };
}

async function keep(outputs: OutputStore, folder: string, file: MadeFile): Promise<FinishedOutput> {
  const { fileName, contentType, facts: metadata } = file;
  const { url, sizeBytes } = await outputs.add(join(folder, file.name), { fileName, contentType });
  return { url, fileName, contentType, sizeBytes, metadata };
}
