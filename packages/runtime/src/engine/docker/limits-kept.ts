import type { ContainerInspectInfo } from 'dockerode';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ContainerRequest } from './docker-client';

/** What protects the machine from a service: the engine may drop each of them without a word. */
const PROTECTIONS = ['Memory', 'NanoCpus', 'PidsLimit', 'CapDrop', 'SecurityOpt', 'ReadonlyRootfs', 'Init'] as const;

/**
 * Compares what was asked with what the engine made of it.
 * @throws `MC_ENGINE_FAILED` naming the first protection that the engine dropped or a port that is open to others.
 */
export function assertLimitsKept(request: ContainerRequest, made: ContainerInspectInfo): void {
  const asked: Readonly<Record<string, unknown>> = { ...request.HostConfig };
  const actual: Readonly<Record<string, unknown>> = { ...made.HostConfig };
  const dropped = PROTECTIONS.find((name) => asked[name] !== undefined && !isKept(name, asked[name], actual[name]));
  if (dropped !== undefined) throw ignored(dropped, asked[dropped], actual[dropped]);
  if (actual['Privileged'] === true) throw ignored('Privileged', false, true);
}

function isKept(name: string, asked: unknown, actual: unknown): boolean {
  if (!Array.isArray(asked)) return asked === actual;
  // Podman answers with the names of all capabilities for `ALL`, and `no-new-privileges` without `:true`
  if (name === 'CapDrop') return Array.isArray(actual) && actual.length > 0;
  const kept = Array.isArray(actual)
    ? actual.map((value) =>
        String(value)
          .replace(/:true$/, '')
          .toUpperCase(),
      )
    : [];
  return asked.every((value) =>
    kept.includes(
      String(value)
        .replace(/:true$/, '')
        .toUpperCase(),
    ),
  );
}

function ignored(limit: string, asked: unknown, actual: unknown): MediaConduitError {
  const message = `The engine ignored the limit ${limit}: asked for ${JSON.stringify(asked)}, set to ${JSON.stringify(actual)}.`;
  return new MediaConduitError('MC_ENGINE_FAILED', message, {
    hint: 'the engine needs cgroup controllers for memory, cpu and pids: "docker info" names the missing ones',
    facts: { limit, asked, actual },
    retryable: false,
  });
}
