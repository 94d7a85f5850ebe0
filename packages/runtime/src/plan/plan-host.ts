import type { EngineName, ProviderManifest, ServiceDefinition } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';
import type { InstalledProvider } from '../provider/catalog/installed-provider';
import { chooseIsolation } from '../provider/isolation/isolate-providers';
import type { Isolation, IsolationChoice } from '../provider/isolation/isolation-limits';
import type { Runtime } from '../runtime';
import type { ServiceResolver } from '../service/service-resolver';
import type { imageSize } from './image/image-sizes';
import type { PlannedImageSize } from './plan';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when a service runs in containers */
const loadSizes = () => require('./image/image-sizes') as { imageSize: typeof imageSize };

/** What a plan asks the runtime; nothing of it starts or writes anything. */
export interface PlanHost {
  readonly environment: NodeJS.ProcessEnv;
  readonly projectFolder: string;
  /** Provider packages in the project; without those that the lock file alone names. */
  installed(): readonly InstalledProvider[];
  /** A service that is on this machine, or that `{NAME}_SERVICE_URL` names; `undefined` for one that is not. */
  findService(
    text: string,
    from: string,
    overrides?: NonNullable<ProviderManifest['service']>['overrides'],
  ): ServiceDefinition | undefined;
  /** @throws `MC_ENGINE_UNAVAILABLE`. */
  engineFor(definition: ServiceDefinition): Promise<EngineName>;
  /** Asks the engine, then the registry of the image; `undefined` where neither tells. */
  imageSize(image: string): Promise<PlannedImageSize | undefined>;
  /** @param locked what the lock file says. */
  isolationOf(providerId: string, locked?: Isolation): Isolation;
}

/** What a runtime knows of itself. */
interface PlanHostParts {
  readonly runtime: Pick<Runtime, 'projectFolder' | 'providers' | 'services'>;
  readonly engines: EngineSet;
  /** Ends what a plan asks far away. */
  readonly signal: AbortSignal;
  readonly resolver: ServiceResolver;
  readonly environment: NodeJS.ProcessEnv;
  readonly isolation?: IsolationChoice;
}

/** Answers for a runtime. */
export function createPlanHost({ isolation, resolver, runtime, ...parts }: PlanHostParts): PlanHost {
  const { projectFolder, providers, services } = runtime;
  return {
    ...{ environment: parts.environment, projectFolder },
    installed: () => providers.installed().filter(({ packageName }) => !packageName.includes(':')),
    findService: (text, from, overrides) => resolver.resolveLocal(text, from, overrides),
    engineFor: (definition) => services.checkEngine(definition),
    imageSize: (image) => loadSizes().imageSize(image, parts),
    isolationOf: (id, locked) => chooseIsolation({ isolation, projectFolder }, id, locked),
  };
}
