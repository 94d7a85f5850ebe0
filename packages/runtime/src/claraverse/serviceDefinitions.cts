export type {
  ClaraService,
  ContainerSettings,
  DeploymentMode,
  ManualSettings,
  ServiceContext,
  ServiceForm,
  ServicePolicy,
  ServiceType,
  StackEntry,
} from './clara-service';
export { getHealthCheckTimeout, HEALTH_CHECK_TIMEOUTS } from './manager-config';
export { createManualHealthCheck } from './manual-health-check';
export {
  getCompatibleServices,
  getPlatformCompatibility,
  getSupportedDeploymentModes,
  isServiceModeSupported,
  type PlatformCompatibility,
} from './platform-compatibility';
export { applyPlatformOverrides, PLATFORM_OVERRIDES } from './platform-overrides';
export { getEnabledServices, getServiceConfiguration, type SelectedFeatures } from './selected-features';
export { SERVICE_DEFINITIONS, type ClaraServiceName } from './service-definitions';
export { startupFailureDialog, type FailureDialog } from './startup-failure-dialog';
export { validateServiceConfiguration } from './validate-service-configuration';
