import type { Plan } from '../../plan/plan';
import type { PlanSources } from '../../plan/plan-sources';
import type { Why } from '../../why/why';
import type { FetchOptions } from '../fetch/fetcher';
import { loadPlanner, loadWhy } from './load-parts';
import { storedFolderOf } from './locked-trees';
import type { StoredPackages } from './stored-packages';
import type { StoredPackagesParts } from './stored-packages-parts';

/** What using packages would bring, and what brings them. */
export class PackagePlans {
  constructor(
    private readonly packages: Pick<StoredPackages, 'locked' | 'resolve'>,
    private readonly parts: () => StoredPackagesParts,
    private readonly optionsFor: (identifier: string) => FetchOptions,
    private readonly ended: AbortSignal,
  ) {}

  /**
   * What using these would download and start, or all that the project names. Nothing is written, executed or started; what
   * is not stored is looked at in a temporary folder, without its dependencies.
   * @throws `MC_IDENTIFIER_INVALID`, `MC_STACK_INVALID`, `MC_CONFIG_INVALID`.
   */
  async plan(identifiers?: readonly string[]): Promise<Plan> {
    return loadPlanner().planPackages(this.#sources(), this.parts().planHost(this.ended), identifiers);
  }

  /**
   * Why a provider, a service or a package is there: what brings it along, and by which ways. Needs no network.
   * @param name an id, a package, or any spelling of an identifier.
   * @throws `MC_NOT_LOCKED` for what nothing brings, `MC_STACK_INVALID`, `MC_CONFIG_INVALID`.
   */
  async why(name: string): Promise<Why> {
    return loadWhy().explainWhy(name, this.#sources(), this.parts().planHost(this.ended));
  }

  #sources(): PlanSources {
    const { fetcher, home } = this.parts();
    return {
      locked: () => this.packages.locked(),
      folderOf: (entry) => storedFolderOf(entry, home),
      resolve: (identifier) => this.packages.resolve(identifier),
      look: (identifier, resolution, folder) =>
        fetcher().look(identifier, resolution, { ...this.optionsFor(identifier.canonical), folder }),
    };
  }
}
