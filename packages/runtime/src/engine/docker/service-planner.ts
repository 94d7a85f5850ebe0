import type { Logger, ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeGroup } from '../../compose/compose-group';
import type { ContainerPlan, MachineSize } from './container-plan';
import { planGroup } from './group-plan';
import { planHolder } from './holder-plan';
import { ImageStore, type WantedImage } from './image-store';
import { loadDockerGroup } from './load-docker-group';

/** What plans depend on besides the service. */
export interface PlannerOptions {
  readonly homeId: string;
  readonly machine: MachineSize;
  /** Where image builds take proxies and certificates from. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Logger;
  /** Makes the names of containers ours alone. */
  readonly nameSuffix: string;
}

/** What is needed to start a service. */
export interface Planned {
  readonly definition: ServiceDefinition;
  readonly plan: ContainerPlan;
  readonly image: WantedImage;
  /** What keeps its address, where that is wanted and possible. */
  readonly holder?: ContainerPlan;
}

/** Makes plans of the files of services; asks no engine. */
export class ServicePlanner {
  readonly #images: ImageStore;
  readonly #warned = new Set<string>();

  constructor(private readonly options: PlannerOptions) {
    this.#images = new ImageStore(options.homeId, options.environment);
  }

  /** @param copy is there when the address is to be kept, and tells the names of two copies apart. */
  async plan(
    definition: ServiceDefinition,
    environment: Readonly<Record<string, string>>,
    copy?: string,
  ): Promise<Planned> {
    const { homeId, machine } = this.options;
    const nameSuffix = `${this.options.nameSuffix}${copy ?? ''}`;
    const group = await loadDockerGroup(definition, environment);
    this.#warnOnce(definition, group.warnings);
    const [image, images] = await Promise.all([
      this.#images.wanted(definition.id, group.main),
      this.#imagesOf(definition, group),
    ]);
    const input = { definition, image: image.reference, environment, homeId, machine, nameSuffix };
    const plan = planGroup({ ...input, group, images });
    // the main container of a group is in networks of its own
    const holder = copy === undefined || plan.group ? undefined : planHolder(plan, nameSuffix);
    return { definition, plan, image, holder };
  }

  /** All images that a service runs in, each once. */
  async images(definition: ServiceDefinition): Promise<WantedImage[]> {
    const group = await loadDockerGroup(definition, {});
    const own = await this.#images.wanted(definition.id, group.main);
    const all = [own, ...(await this.#imagesOf(definition, group)).values()];
    return [...new Map(all.map((image) => [image.reference, image])).values()];
  }

  async #imagesOf({ id }: ServiceDefinition, { siblings }: ComposeGroup): Promise<Map<string, WantedImage>> {
    const images = siblings.map(async ({ service }): Promise<[string, WantedImage]> => [
      service.name,
      await this.#images.wanted(id, service),
    ]);
    return new Map(await Promise.all(images));
  }

  /** A file is read at every start; what is odd about it is said once. */
  #warnOnce(definition: ServiceDefinition, warnings: readonly string[]): void {
    for (const warning of warnings) {
      if (!this.#warned.has(warning)) this.options.log.warn({ service: definition.id }, warning);
      this.#warned.add(warning);
    }
  }
}
