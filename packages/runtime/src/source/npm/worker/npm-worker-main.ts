import type { LookedAt } from '../../fetch/fetcher';
import type { WorkerJob, WorkerMessage, WorkerRequest, WorkerResults } from '../worker-messages';
import { fetchPackage, lookAtPackage } from './fetch-package';
import { installDependenciesOf, planDependenciesOf } from './install-dependencies-of';
import { NetworkMeter } from './network-meter';
import { loadConfig } from './npm-libraries';
import { readNpmSettings, type NpmSettings } from './npm-settings';
import { resolvePackage } from './resolve-package';
import { StallWatch } from './stall-watch';
import { toFetchError } from './to-fetch-error';
import type { WorkerContext } from './worker-context';

// Our parent is gone, however it ended: nobody wants the result any more.
process.once('disconnect', () => process.exit(1));
process.once('message', (request) => void work(request as WorkerRequest));
loadConfig(); // which every job needs: our parent may not be as far yet as to send one

async function work(request: WorkerRequest): Promise<void> {
  process.umask(0o022);
  let settings: Pick<NpmSettings, 'secrets'> = { secrets: [] };
  const fail = (error: unknown): void => {
    const { code, message, hint, facts, retryable } = toFetchError(error, settings);
    end({ type: 'failed', failure: { code, message, hint, facts, retryable } });
  };
  failOnStrayErrors(fail);
  try {
    const read = await readNpmSettings(request);
    settings = read;
    const watch = new StallWatch(new NetworkMeter(), request);
    const tell = (text: string): void => send({ type: 'progress', text });
    end({ type: 'done', result: await run(request, { settings: read, watch, tell }) });
  } catch (error) {
    fail(error);
  }
}

/** Streams of a request that was given up may fail when nobody listens any more; whoever waits is told by the watch. */
function failOnStrayErrors(fail: (error: unknown) => void): void {
  const onStray = (error: unknown): void => {
    if (!(error instanceof Error && error.name === 'AbortError')) fail(error);
  };
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
}

function run({ job }: WorkerRequest, context: WorkerContext): Promise<WorkerResults[keyof WorkerResults]> {
  if (job.kind === 'resolve') return resolvePackage(job, context);
  if (job.kind === 'fetch') return fetchPackage(job, context);
  if (job.kind === 'look') return look(job, context);
  return installDependenciesOf({ ...job, label: job.label ?? job.folder, isRepository: true }, context);
}

function look(job: Extract<WorkerJob, { kind: 'look' }>, context: WorkerContext): Promise<LookedAt> {
  const { folder, label = folder, name, resolution } = job;
  if (name !== undefined && resolution) return lookAtPackage({ folder, name, resolution }, context);
  return planDependenciesOf({ folder, label, isRepository: true }, context);
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}

function end(message: WorkerMessage): void {
  process.send?.(message, (error: Error | null) => process.exit(error ? 1 : 0));
}
