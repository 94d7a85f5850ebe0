// The same containers as ours, made with dockerode by hand.
import { fromRuntime, openCowsay, TEXT } from './cowsay-runtime.mjs';
import { firstAnswer } from './first-answer.mjs';

/** @param address as `findDockerEngine` answers. */
export function connect(address) {
  const Docker = fromRuntime('dockerode');
  const { protocol, hostname, port, pathname } = new URL(address);
  return protocol === 'tcp:' ? new Docker({ host: hostname, port }) : new Docker({ socketPath: pathname });
}

/** Builds the image where it is missing, and reads from a running container what all of them are made with. */
export async function settingsOfOurContainer(docker) {
  const cowsay = await openCowsay('docker');
  await cowsay.model.transform(TEXT);
  const { Config, HostConfig } = await docker.getContainer(cowsay.service.getServiceInfo().containerName).inspect();
  await cowsay.close();
  return { ...Config, Hostname: undefined, Labels: undefined, HostConfig };
}

/** A container that has answered once. */
export async function startContainer(docker, settings) {
  const container = await docker.createContainer(settings);
  await container.start();
  await answered(container);
  return container;
}

/** Resolves when the container answers, wherever that is now. */
export async function answered(container) {
  const { NetworkSettings } = await container.inspect();
  await firstAnswer(Number(NetworkSettings.Ports['80/tcp'][0].HostPort));
}

export async function removeContainer(container) {
  await container.stop();
  await container.remove({ v: true });
}
