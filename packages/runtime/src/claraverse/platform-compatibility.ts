import type { ClaraService, DeploymentMode, ManualSettings } from './clara-service';
import { getServiceConfiguration, type SelectedFeatures } from './selected-features';
import { SERVICE_DEFINITIONS } from './service-definitions';
import { modesOf, preferredMode } from './service-modes';

/** How a service can be deployed on one platform. */
export interface PlatformCompatibility {
  readonly name: string;
  readonly critical: boolean;
  readonly supportedModes: readonly DeploymentMode[];
  readonly dockerSupported: boolean;
  readonly manualSupported: boolean;
  readonly manualConfig: ManualSettings | null;
}

const DEFINITIONS: Readonly<Record<string, ClaraService>> = SERVICE_DEFINITIONS;

/** Of a service that is not known only Docker is. */
export function getSupportedDeploymentModes(
  serviceName: string,
  platform: string = process.platform,
): DeploymentMode[] {
  const service = DEFINITIONS[serviceName];
  return service ? modesOf(service, platform) : ['docker'];
}

/** Whether the service can be deployed in this way on the platform. Default: the one we run on. */
export function isServiceModeSupported(serviceName: string, mode: string, platform?: string): boolean {
  return getSupportedDeploymentModes(serviceName, platform).some((supported) => supported === mode);
}

/** How each of the services can be deployed. Default: on the platform that we run on. */
export function getPlatformCompatibility(platform?: string): Record<string, PlatformCompatibility> {
  const entries = Object.entries(DEFINITIONS).map(([name, service]): [string, PlatformCompatibility] => {
    const supportedModes = getSupportedDeploymentModes(name, platform);
    return [
      name,
      {
        name: service.name ?? name,
        critical: service.critical ?? false,
        supportedModes,
        dockerSupported: supportedModes.includes('docker'),
        manualSupported: supportedModes.includes('manual'),
        manualConfig: service.manual ?? null,
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** The services for these features, each in the preferred mode or else in one that it has; those without any are left out. */
export function getCompatibleServices(
  selectedFeatures?: SelectedFeatures,
  preferred: DeploymentMode = 'docker',
  platform: string = process.platform,
): Record<string, ClaraService> {
  const services = Object.entries(getServiceConfiguration(selectedFeatures, platform));
  const compatible = services.flatMap(([name, service]): [string, ClaraService][] => {
    const modes = modesOf(service, platform);
    const deploymentMode = modes.includes(preferred) ? preferred : preferredMode(modes);
    return deploymentMode ? [[name, { ...service, deploymentMode }]] : [];
  });
  return Object.fromEntries(compatible);
}
