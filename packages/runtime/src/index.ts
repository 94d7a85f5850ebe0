import { installHostRuntime } from './default-runtime';

export type { LeftOut } from './bundle/bundled-images';
export type { BundleOptions, BundleReport } from './bundle/create-bundle';
export type { InstallOptions, InstallReport } from './bundle/install-bundle';
export { cacheEntryLabel, type CacheEntry } from './cache/cache-entry';
export type { CacheContent, RuntimeCache, UnreadEngine } from './cache/runtime-cache';
export { homeFolder } from './config/home';
export { createRuntime, type RuntimeOptions } from './create-runtime';
export { defaultRuntime, setDefaultRuntime } from './default-runtime';
export { EngineSet, type EngineFactory } from './engine/engine-set';
export type { LockedPackage, LockedPackages } from './lock-file/locked-package';
export { openModel, splitReference, type ModelChoice } from './open-model';
export type { Isolation, IsolationChoice, IsolationLimits } from './provider/isolation/isolation-limits';
export type { InstalledProvider } from './provider/catalog/installed-provider';
export type { ChoiceCriteria, ProviderChoice, RefusalReason, RefusedProvider } from './provider/choice/provider-choice';
export type {
  Plan,
  PlannedContainer,
  PlannedDownload,
  PlannedImageSize,
  PlannedModel,
  PlannedProvider,
  PlannedService,
  PlannedSource,
  PlannedVariable,
  SourceState,
} from './plan/plan';
export { listedModels, refreshModels } from './provider/listed-models';
export { ProviderRegistry } from './provider/provider-registry';
export type { RefreshOptions } from './provider/refresh/provider-refresher';
export type { Registrable } from './provider/registrable';
export { Runtime } from './runtime';
export type { RuntimeEmitter, RuntimeEvents } from './runtime-events';
export type { EngineChoice } from './service/choose-engine';
export { ConfigurableDockerService } from './service/configurable-docker-service';
export type { ServiceContainer } from './service/service-containers';
export { ServiceRegistry } from './service/service-registry';
export { parseIdentifier, type Identifier } from './source/identifier';
export { parseReleaseAge } from './source/release-age/parse-release-age';
export type { PassedOver } from './source/release-age/release-age';
export type { Source, SourceTree } from './source/source';
export type { CollectedCopies, HomeReport } from './source/stored/collect-home';
export { isFetchable, type FetchableIdentifier } from './source/stored/fetchable-identifier';
export type { UpdatedPackage, UpdateOptions } from './source/stored/stored-packages-parts';
export type { Reason, Why, WhyStep } from './why/why';

installHostRuntime();
