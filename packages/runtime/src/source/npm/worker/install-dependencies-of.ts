import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import type { HostPackage, InstalledDependencies, LookedAt, PinnedPackage } from '../../fetch/fetcher';
import { checkPins } from './check-pins';
import { findInstallScripts } from './find-install-scripts';
import { fitsPlatform } from './fits-platform';
import { readForeignLock } from './foreign-lock';
import { installPlan, type InstalledPlan } from './install-plan';
import { readManifest, readPackage, type PackageManifest } from './package-manifest';
import { planDependencies, type DependencyPlan, type PlannedPackage } from './plan-dependencies';
import { rootManifest } from './root-manifest';
import { TarballSource } from './tarball-source';
import { toFetchError } from './to-fetch-error';
import type { WorkerContext } from './worker-context';
import { workspaceNames } from './workspace-names';

/** A package in its folder. */
export interface InstallTarget {
  readonly folder: string;
  /** For errors: `cowsay-provider@1.0.0`. */
  readonly label: string;
  /** What its author has, not what was packed: it may hold workspaces, and nothing that is bundled. */
  readonly isRepository: boolean;
  /** Exactly these, if the lock file names them. */
  readonly dependencies?: readonly PinnedPackage[];
}

/** Beside the packages, so that it is on the same disk, and removed with the folder whatever happens. */
const SCRATCH = join('node_modules', '.mediaconduit');

/** Fills `node_modules` of a package with its production dependencies. */
export async function installDependenciesOf(
  target: InstallTarget,
  context: WorkerContext,
): Promise<InstalledDependencies> {
  return withInstallation(target, context, async (installation, hostPackages) => {
    const installed = await installation.run();
    const own = findInstallScripts(readPackage(target.folder));
    return {
      ...installed,
      hostPackages: [...hostPackages, ...installed.hostPackages],
      scripts: [...own, ...installed.scripts],
    };
  });
}

/** What {@link installDependenciesOf} would fetch; only metadata is. */
export async function planDependenciesOf(target: InstallTarget, context: WorkerContext): Promise<LookedAt> {
  const { packages } = await withInstallation(target, context, (installation) => installation.plan());
  const needed = packages.filter(fitsPlatform).map(({ name, sizeBytes, version }) => ({ name, version, sizeBytes }));
  return { needed, scripts: findInstallScripts(readPackage(target.folder)) };
}

async function withInstallation<T>(
  target: InstallTarget,
  context: WorkerContext,
  work: (installation: Installation, hostPackages: readonly HostPackage[]) => Promise<T>,
): Promise<T> {
  const { folder, isRepository, label } = target;
  const manifest = readManifest(folder, label);
  const bundled = isRepository ? [] : bundledNames(manifest).filter((name) => isThere(folder, name));
  const modules = join(folder, 'node_modules');
  // What a repository has committed there is of another machine, and nobody's lock file speaks of it.
  if (bundled.length === 0) await rm(modules, { recursive: true, force: true });
  const hadModules = existsSync(modules);
  const workspaces = isRepository ? await workspaceNames(folder, manifest) : new Set<string>();
  const { manifest: root, hostPackages } = rootManifest(manifest, { bundled, label, workspaces });
  const scratch = join(folder, SCRATCH);
  await mkdir(scratch, { recursive: true });
  try {
    return await work(new Installation(target, root, context, scratch), hostPackages);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    if (!hadModules) await removeIfEmpty(modules);
  }
}

class Installation {
  readonly #source: TarballSource;

  constructor(
    private readonly target: InstallTarget,
    private readonly root: PackageManifest,
    private readonly context: WorkerContext,
    private readonly scratch: string,
  ) {
    this.#source = new TarballSource(context.settings, context.watch, scratch);
  }

  async run(): Promise<InstalledDependencies> {
    const { dependencies, folder } = this.target;
    if (dependencies) {
      checkPins(dependencies);
      return { ...(await this.#install(dependencies)), hostPackages: [] };
    }
    const lock = await readForeignLock(folder, this.root);
    if (!lock) return this.#resolve();
    try {
      return await this.#resolve(lock);
    } catch (error) {
      const failure = toFetchError(error, this.context.settings);
      if (isMediaConduitError(failure, 'MC_INTEGRITY')) throw otherBytes(failure, this.target.label);
      if (!this.#isMissing(error)) throw error;
      this.context.tell(`the lock file of ${this.target.label} names what the registry does not have; it is not used`);
      return this.#resolve();
    }
  }

  /** What would be installed; nothing is. */
  async plan(): Promise<DependencyPlan> {
    const lock = await readForeignLock(this.target.folder, this.root);
    if (!lock) return this.#plan();
    return this.#plan(lock).catch((error: unknown) => {
      if (!this.#isMissing(error)) throw error;
      return this.#plan();
    });
  }

  async #resolve(lock?: PackageManifest): Promise<InstalledDependencies> {
    const plan = await this.#plan(lock);
    return { ...(await this.#install(plan.packages)), hostPackages: plan.hostPackages };
  }

  async #plan(lock?: PackageManifest): Promise<DependencyPlan> {
    const { label } = this.target;
    const { settings, tell, watch } = this.context;
    tell(`resolving the dependencies of ${label}`);
    const nothing = ['dependencies', 'optionalDependencies', 'peerDependencies'].every(
      (section) => Object.keys(this.root[section] as object).length === 0,
    );
    if (nothing) return { packages: [], hostPackages: [] };
    return planDependencies({ settings, watch, folder: join(this.scratch, 'plan'), root: this.root, lock, label });
  }

  /** A lock file may pin what only its author's registry has, or be of another generation of the package. */
  #isMissing(error: unknown): boolean {
    return isMediaConduitError(toFetchError(error, this.context.settings), 'MC_SOURCE_NOT_FOUND');
  }

  async #install(packages: readonly PlannedPackage[]): Promise<InstalledPlan> {
    let done = 0;
    return installPlan(packages, {
      folder: this.target.folder,
      source: this.#source,
      settings: this.context.settings,
      onPackage: (label) => this.context.tell(`${label} (${(done += 1)} of ${packages.length})`),
    });
  }
}

function otherBytes({ message, facts }: MediaConduitError, label: string): MediaConduitError {
  return new MediaConduitError(
    'MC_INTEGRITY',
    `${label} comes with a lock file that says other hashes than the registry of your .npmrc: ${message}`,
    {
      hint: 'ask its author to make package-lock.json anew; or somebody changed the package at the registry or on the way',
      facts,
    },
  );
}

function bundledNames(manifest: PackageManifest): string[] {
  const listed = manifest['bundleDependencies'] ?? manifest['bundledDependencies'];
  if (listed === true) return Object.keys((manifest['dependencies'] as object | undefined) ?? {});
  return Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string') : [];
}

/** Some packages list what they have forgotten to pack. */
function isThere(folder: string, name: string): boolean {
  return existsSync(join(folder, 'node_modules', name, 'package.json'));
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined); // it is not empty
}
