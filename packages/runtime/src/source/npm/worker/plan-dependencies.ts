import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { HostPackage, PinnedPackage } from '../../fetch/fetcher';
import { TREE_LIMITS } from './archive-limits';
import { HOST_PACKAGES, isHostPackage } from './host-packages';
import { loadArborist, type DependencyEdge, type DependencyNode, type NpmOptions } from './npm-libraries';
import type { NpmSettings } from './npm-settings';
import type { PackageManifest } from './package-manifest';
import { comesFromRegistry, refusedDependencies } from './refused-dependencies';
import { placeAtRegistry, withoutCredentials } from './registry-of';
import type { StallWatch } from './stall-watch';
import { codeOf } from './code-of';
import { explainYoung, requireDates } from './young-dependency';

/** What the plan is made of. */
export interface PlanOptions {
  readonly settings: NpmSettings;
  readonly watch: StallWatch;
  /** Scratch space; removed at the end. */
  readonly folder: string;
  readonly root: PackageManifest;
  readonly lock?: PackageManifest;
  /** For errors. */
  readonly label: string;
}

/** Which packages are put where. */
export interface DependencyPlan {
  readonly packages: readonly PlannedPackage[];
  readonly hostPackages: readonly HostPackage[];
}

/** As pinned, but the hash may still be missing, and the place is a hint. */
export type PlannedPackage = Omit<PinnedPackage, 'integrity' | 'resolved'> &
  Partial<Pick<PinnedPackage, 'integrity' | 'resolved'>> & {
    /** Unpacked, where the registry tells. */
    readonly sizeBytes?: number;
  };

/**
 * Lays out `node_modules` as npm would, from the metadata of registries alone: nothing is downloaded but that.
 * @throws `MC_DEPENDENCY_SOURCE`, `MC_SOURCE_NOT_FOUND`, `MC_RELEASE_TOO_YOUNG`.
 */
export async function planDependencies(options: PlanOptions): Promise<DependencyPlan> {
  const { watch, folder } = options;
  try {
    const tree = await watch.run(`the dependencies of ${options.label}`, async (signal) => {
      await rm(folder, { recursive: true, force: true });
      await writeProject(options);
      return buildTree(options, signal);
    });
    // What a package's own lock file names is as old as the package, and has no date here.
    if (!options.lock) requireDates(nodesOf(tree), options.settings);
    return readTree(tree, options);
  } catch (error) {
    throw await explainYoung(error, options.settings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Empty packages stand for what the host gives, whatever version somebody in the tree asks for. */
async function writeProject({ folder, root, lock }: PlanOptions): Promise<void> {
  const places = HOST_PACKAGES.map((name, index) => ({ name, place: join(folder, `host-${index}`) }));
  for (const { name, place } of places) {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  }
  const specs = Object.fromEntries(places.map(({ name, place }) => [name, `file:${place}`]));
  const dependencies = { ...(root['dependencies'] as object), ...specs };
  const overrides = {
    ...(root['overrides'] as object),
    ...Object.fromEntries(HOST_PACKAGES.map((name) => [name, `$${name}`])),
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...root, dependencies, overrides }));
  if (lock) await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
}

async function buildTree(options: PlanOptions, signal: AbortSignal): Promise<DependencyNode> {
  try {
    return await layOut(options, { signal });
  } catch (error) {
    if (codeOf(error) !== 'ERESOLVE') throw error;
    return await layOut(options, { signal, legacyPeerDeps: true }); // what npm advises, and what npm before 7 did
  }
}

async function layOut({ settings, folder, label }: PlanOptions, extra: NpmOptions): Promise<DependencyNode> {
  const ArboristClass = loadArborist();
  const arborist = new ArboristClass({ ...settings.options, path: folder, ...extra });
  try {
    return await arborist.buildIdealTree();
  } catch (error) {
    // Says more than npm does; which packages are needed is not known yet.
    requireRegistries([...(arborist.idealTree?.inventory.values() ?? [])], label);
    throw error;
  }
}

function readTree(tree: DependencyNode, { label, settings }: PlanOptions): DependencyPlan {
  const nodes = nodesOf(tree);
  requireRegistries(nodes, label);
  const packages = nodes.filter((node) => !node.isRoot);
  if (packages.length > TREE_LIMITS.packages) throw tooMany(label, packages.length);
  const hostPackages = packages.flatMap((node) =>
    productionEdges(node)
      .filter(({ name }) => isHostPackage(name))
      .map((edge) => ({ name: edge.name, from: node.location, range: edge.rawSpec })),
  );
  const planned = packages.map((node) => toPlanned(node, settings));
  return { packages: planned.sort((one, other) => (one.path < other.path ? -1 : 1)), hostPackages };
}

function requireRegistries(nodes: readonly DependencyNode[], label: string): void {
  const refused = nodes.flatMap((node) => {
    const from = node.isRoot ? label : `${node.packageName}@${node.version}`;
    const edges = productionEdges(node).filter((edge) => isRefused(edge, node));
    return edges.map((edge) => ({ name: edge.name, spec: edge.rawSpec, from }));
  });
  if (refused.length > 0) throw refusedDependencies(label, refused);
}

function nodesOf(tree: DependencyNode): DependencyNode[] {
  return [...tree.inventory.values()].filter((node) => isInstalled(node) || node.isRoot);
}

/** Bundled packages come with the package around them. */
function isInstalled(node: DependencyNode): boolean {
  const isPackage = node.location.startsWith('node_modules/') && !isHostPackage(node.packageName ?? '');
  const isResolved = typeof node.package['version'] === 'string';
  return isPackage && isResolved && !node.isLink && !node.extraneous && !node.dev && !node.inBundle;
}

function productionEdges(node: DependencyNode): DependencyEdge[] {
  return [...node.edgesOut.values()].filter(({ type }) => type !== 'dev' && type !== 'workspace');
}

function isRefused({ name, spec, type }: DependencyEdge, node: DependencyNode): boolean {
  if (isHostPackage(name) || type === 'peerOptional') return false;
  const bundled = node.package['bundleDependencies'];
  return !(Array.isArray(bundled) && bundled.includes(name)) && !comesFromRegistry(name, spec);
}

function toPlanned(node: DependencyNode, settings: NpmSettings): PlannedPackage {
  const name = node.packageName ?? '';
  const place = placeAtRegistry(node.resolved ?? '', name, settings);
  const lists = {
    os: listOf(node.package['os']),
    cpu: listOf(node.package['cpu']),
    libc: listOf(node.package['libc']),
  };
  const isBound = node.optional && Object.values(lists).some((list) => list !== undefined);
  return {
    ...{ path: node.location, name, version: node.version },
    ...(node.resolved === null ? {} : { resolved: withoutCredentials(place) }),
    ...(node.integrity === null ? {} : { integrity: node.integrity }),
    ...(isBound ? { platform: lists } : {}),
    ...sizeOf(node.package),
  };
}

function sizeOf({ dist }: DependencyNode['package']): { readonly sizeBytes?: number } {
  const { unpackedSize } = Object(dist) as { readonly unpackedSize?: unknown };
  return typeof unpackedSize === 'number' ? { sizeBytes: unpackedSize } : {};
}

function listOf(value: unknown): readonly string[] | undefined {
  const list = typeof value === 'string' ? [value] : value;
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : undefined;
}

function tooMany(label: string, count: number): MediaConduitError {
  return new MediaConduitError(
    'MC_ARCHIVE_UNSAFE',
    `${label} needs ${count} packages; ${TREE_LIMITS.packages} are the most that are installed.`,
    { hint: 'tell the author of the package', facts: { package: label, packages: count } },
  );
}
