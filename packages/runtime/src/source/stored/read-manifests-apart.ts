import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MediaConduitError, type ProviderManifest, type ServiceDefinition } from '@mediaconduit/sdk';
import { fromWireError } from '../../daemon/wire-error';

/** What a package says of itself; one that is neither a provider nor a service says nothing. */
export interface PackageManifests {
  readonly provider?: ProviderManifest;
  readonly service?: ServiceDefinition;
}

/** The message of the thread. */
export type ManifestAnswer = { readonly manifests: PackageManifests } | { readonly error: Record<string, unknown> };

/**
 * Reads the manifests of a package in a thread of its own: to load what parses YAML and checks schemas takes a program up
 * to 100 ms, in which it would do nothing else. None of the package's code runs.
 * @throws `MC_MANIFEST_INVALID`, `MC_CONTRACT_MISMATCH`.
 */
export async function readManifestsApart(folder: string): Promise<PackageManifests> {
  const thread = new Worker(join(__dirname, 'manifest-thread.js'), { workerData: folder, env: {}, execArgv: [] });
  try {
    const answered = Promise.race([once(thread, 'message'), once(thread, 'exit')]);
    const [answer] = (await answered) as [ManifestAnswer | number];
    if (typeof answer === 'number') throw ended(folder, answer);
    if ('error' in answer) throw fromWireError(answer.error);
    return answer.manifests;
  } finally {
    await thread.terminate();
  }
}

function ended(folder: string, exitCode: number): MediaConduitError {
  return new MediaConduitError('MC_INTERNAL', `The thread that reads manifests ended with exit code ${exitCode}.`, {
    hint: 'try again',
    facts: { folder, exitCode },
  });
}
