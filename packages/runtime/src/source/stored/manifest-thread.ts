// The program of the thread that reads the manifests of one package: it answers by one message, and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { findManifestSync, readServiceDefinitionSync } from '@mediaconduit/sdk/manifest';
import { toWireError } from '../../daemon/wire-error';
import { requireManifest } from '../../provider/require-manifest';
import type { ManifestAnswer, PackageManifests } from './read-manifests-apart';

function read(folder: string): PackageManifests {
  const provider = findManifestSync(folder, 'provider') === undefined ? undefined : requireManifest(folder);
  return { provider, service: readServiceDefinitionSync(folder) };
}

function answer(): ManifestAnswer {
  try {
    return { manifests: read(workerData as string) };
  } catch (error) {
    return { error: toWireError(error) };
  }
}

parentPort?.postMessage(answer());
