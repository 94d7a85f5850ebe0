import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '@mediaconduit/service-kit';
import { INPUT_GUARD } from '../ffmpeg/input-guard';
import { mapped } from '../graph/filter-graph';
import { readLoudness, type MeasuredLoudness } from '../graph/loudness';
import { planSwitches, type Plan } from '../graph/plan';
import type { Job, MadeFile } from './job';
import { outputFormat, type FormatName } from './output-format';
import { resultName } from './result-name';

/** How a plan is written. */
export interface WriteOptions {
  readonly format: FormatName;
  /** Encoders and their settings. */
  readonly switches: readonly string[];
  /** The part of the whole work that this is; by default all of it. */
  readonly share?: readonly [from: number, to: number];
}

/** Encodes what a plan describes into one file. */
export async function writePlan(job: Job, plan: Plan, options: WriteOptions): Promise<MadeFile> {
  const { muxer, contentType, extension, switches = [] } = outputFormat(options.format);
  const name = `result.${extension}`;
  await writeTexts(job, plan);
  await job.toolbox.encode({
    ...job,
    argv: [
      ...planSwitches(plan, INPUT_GUARD),
      ...mapSwitches(plan),
      ...endSwitches(plan),
      ...options.switches,
      ...switches,
      ...['-map_metadata', '0', '-sn', '-dn', '-f', muxer, name],
    ],
    onProgress: progressOf(job, plan.seconds, options.share),
  });
  const facts = await probeResult(job, name);
  return { name, fileName: resultName(job.files[0]?.fileName, extension), contentType, facts };
}

/** The sound under a film of unknown length has no end of its own. */
function endSwitches({ audio, seconds, video }: Plan): string[] {
  return seconds === undefined && video !== undefined && audio !== undefined ? ['-shortest'] : [];
}

/** Runs a plan that ends in `loudnorm` without writing anything; `undefined` for silence. */
export async function measureLoudness(job: Job, plan: Plan): Promise<MeasuredLoudness | undefined> {
  await writeTexts(job, plan);
  const { stderr } = await job.toolbox.encode({
    ...job,
    argv: [...planSwitches(plan, INPUT_GUARD), ...mapSwitches(plan), ...endSwitches(plan), '-f', 'null', '-'],
    logLevel: 'info',
    onProgress: progressOf(job, plan.seconds, [0, 0.5]),
  });
  return readLoudness(stderr);
}

/** What ffmpeg wrote. @throws `invalid-input` when it wrote nothing, which it does not call a failure. */
export async function probeResult(job: Job, name: string): Promise<MadeFile['facts']> {
  try {
    return await job.toolbox.probe(job.folder, name, job.signal, 'the result');
  } catch (error) {
    if (job.signal.aborted) throw error;
    throw fault(
      'invalid-input',
      'nothing came out: the chosen part lies outside the file, or the file holds nothing to decode',
      {
        hint: 'check start, end and time against the length of the file',
      },
    );
  }
}

/** Whether ffmpeg found anything to write: when it did not, it says that all went well. */
export async function isWritten({ folder }: Job, name: string): Promise<boolean> {
  const { size } = await stat(join(folder, name)).catch(() => ({ size: 0 }));
  return size > 0;
}

/** Everything that comes out of a graph has to go somewhere. */
function mapSwitches({ video, audio }: Plan): string[] {
  return [video, audio].flatMap((label) => (label === undefined ? [] : ['-map', mapped(label)]));
}

async function writeTexts({ folder }: Job, { texts }: Plan): Promise<void> {
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)));
}

function progressOf(
  { report }: Job,
  total: number | undefined,
  [from, to]: readonly [number, number] = [0, 1],
): ((progress: { readonly seconds: number }) => void) | undefined {
  if (total === undefined || total <= 0) return undefined;
  return ({ seconds }) => report(from + (to - from) * Math.min(1, seconds / total));
}
