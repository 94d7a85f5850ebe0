import type { DockerServiceHandle, LegacyComposeService, ServiceHandle } from '@mediaconduit/sdk';

/** The compose-level object of the original core for a handle: every method is one of the handle. */
export function legacyComposeService(handle: DockerServiceHandle): LegacyComposeService {
  return {
    startService: (environment) => handle.startService(environment),
    stopService: () => handle.stopService(),
    restartService: () => handle.restartService(),
    removeService: () => handle.stopService(),
    cleanup: () => handle.cleanup(),
    isServiceRunning: () => handle.isServiceRunning(),
    waitForHealthy: (timeoutMs) => handle.waitForHealthy(timeoutMs),
    getServiceStatus: () => handle.getServiceStatus(),
    getServiceLogs: (lines) => handle.getLogs(lines),
    getRunningContainerPorts: () => handle.detectRunningPorts(),
    getConfig: () => {
      const { composeService, composeFile, serviceDirectory } = handle.getServiceInfo();
      return { serviceName: composeService, composeFile, workingDirectory: serviceDirectory };
    },
  };
}

/** An answer in the shape that callers of the original core know from axios. */
export async function postAsAxios<T>(
  handle: Pick<ServiceHandle, 'request'>,
  path: string,
  body: unknown,
): Promise<{ data: T; status: number; headers: Record<string, string> }> {
  const reply = await handle.request({ method: 'POST', path, json: body });
  return { data: reply.json<T>(), status: reply.status, headers: { ...reply.headers } };
}
