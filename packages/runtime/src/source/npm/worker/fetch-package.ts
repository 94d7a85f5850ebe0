import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { FetchedTree, LookedAt, PinnedPackage, Resolution } from '../../fetch/fetcher';
import { installDependenciesOf, planDependenciesOf } from './install-dependencies-of';
import { readManifest } from './package-manifest';
import { TarballSource } from './tarball-source';
import { unpackArchive } from './unpack-archive';
import type { WorkerContext } from './worker-context';

/** One version of a package and the empty folder that it is put into. */
export interface FetchTarget {
  readonly name: string;
  readonly resolution: Resolution;
  readonly folder: string;
  readonly dependencies?: readonly PinnedPackage[];
}

interface UnpackedPackage {
  readonly label: string;
  readonly integrity: string;
}

/** Puts a package and its dependencies into a folder, or leaves the folder empty. */
export async function fetchPackage(target: FetchTarget, context: WorkerContext): Promise<FetchedTree> {
  return orEmpty(target.folder, async () => {
    const { integrity, label } = await unpackPackage(target, context);
    const { dependencies, folder, resolution } = target;
    const installed = await installDependenciesOf({ folder, label, dependencies, isRepository: false }, context);
    return { resolution: { ...resolution, integrity }, ...installed };
  });
}

/** Puts a package alone into a folder, or leaves the folder empty; answers what else it would need. */
export async function lookAtPackage(target: FetchTarget, context: WorkerContext): Promise<LookedAt> {
  return orEmpty(target.folder, async () => {
    const { label } = await unpackPackage(target, context);
    return planDependenciesOf({ folder: target.folder, label, isRepository: false }, context);
  });
}

async function orEmpty<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0)
    throw new MediaConduitError('MC_INTERNAL', `The folder ${folder} is not empty.`, { facts: { folder } });
  try {
    return await work();
  } catch (error) {
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true });
    throw error;
  }
}

async function unpackPackage(target: FetchTarget, context: WorkerContext): Promise<UnpackedPackage> {
  const { name, resolution, folder } = target;
  const version = resolution.version ?? '';
  const label = `${name}@${version}`;
  context.tell(`fetching ${label}`);
  const { integrity: wanted, resolved } = resolution;
  const source = new TarballSource(context.settings, context.watch, folder);
  const tarball = await source.get({ name, version, resolved, integrity: wanted });
  const { integrity } = tarball;
  try {
    await unpackArchive(tarball, { folder, label });
  } finally {
    await tarball.dispose();
  }
  requireIdentity(folder, name, version);
  return { label, integrity };
}

/** A registry that gives another package under this name would make the lock file lie. */
function requireIdentity(folder: string, name: string, version: string): void {
  const manifest = readManifest(folder, `${name}@${version}`);
  if (manifest['name'] === name && sameVersion(manifest['version'], version)) return;
  throw new MediaConduitError('MC_INTEGRITY', `The tarball of ${name}@${version} holds another package.`, {
    hint: 'tell the author of the package; do not use it before you know why',
    facts: { wanted: `${name}@${version}`, found: `${String(manifest['name'])}@${String(manifest['version'])}` },
  });
}

/** Registries leave out a leading `v` and what stands after `+`. */
function sameVersion(found: unknown, wanted: string): boolean {
  const plain = (version: string): string =>
    version
      .trim()
      .replace(/^[v=]+/, '')
      .replace(/\+.*$/, '');
  return typeof found === 'string' && plain(found) === plain(wanted);
}
