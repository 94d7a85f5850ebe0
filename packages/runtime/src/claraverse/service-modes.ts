import type { ClaraService, DeploymentMode } from './clara-service';

/** The modes of a service on a platform, in its own order. */
export function modesOf(service: ClaraService, platform: string): DeploymentMode[] {
  const modes = service.deploymentModes ?? [ownMode(service)];
  return modes.filter((mode) => isOnPlatform(service, mode, platform));
}

/** Docker where there is a choice, else the first mode that the platform has. */
export function preferredMode(modes: readonly DeploymentMode[]): DeploymentMode | undefined {
  return modes.includes('docker') ? 'docker' : modes[0];
}

function ownMode(service: ClaraService): DeploymentMode {
  const { binaryPath, customStart, dockerContainer, modulePath, start, type } = service;
  const isOwn = [binaryPath, customStart, modulePath, start].some((way) => way !== undefined);
  const isDockers = dockerContainer !== undefined || type === 'docker-daemon';
  return isOwn && !isDockers ? 'native' : 'docker';
}

function isOnPlatform({ platformSupport }: ClaraService, mode: DeploymentMode, platform: string): boolean {
  if (platformSupport === undefined) return true;
  if (isList(platformSupport)) return platformSupport.includes(platform);
  return platformSupport[mode]?.includes(platform) ?? false;
}

function isList(support: NonNullable<ClaraService['platformSupport']>): support is readonly string[] {
  return Array.isArray(support);
}
