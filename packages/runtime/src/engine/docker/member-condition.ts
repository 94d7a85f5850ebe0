import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { DependencyCondition } from '../../compose/compose-service';
import { containerLogLines } from './container-log-lines';
import type { DockerClient } from './docker-client';
import { SERVICE_LABEL } from './home-labels';

/** Between two looks at the container, in ms: the first fifty times and afterwards. */
const PAUSE_MS = { first: 20, later: 100 } as const;
const FIRST_LOOKS = 50;

const SHOWN_LINES = 20;

/** The container that is waited for. */
export interface AwaitedMember {
  readonly id: string;
  readonly member: string;
}

type ContainerLook = Pick<DockerClient, 'inspectContainer' | 'containerLogs'>;

type Look = { readonly isMet: boolean } | { readonly fault: string; readonly hint: string };

/**
 * Resolves when the condition holds; gives up as soon as it cannot any more.
 * @throws `MC_SERVICE_START_FAILED` with exit code, what the check said and the last lines of output.
 */
export async function awaitCondition(
  client: ContainerLook,
  awaited: AwaitedMember,
  condition: DependencyCondition,
  signal: AbortSignal,
): Promise<void> {
  if (condition === 'service_started') return;
  for (let looks = 0; ; looks++) {
    signal.throwIfAborted();
    const found = await client.inspectContainer(awaited.id);
    const look = condition === 'service_healthy' ? lookAtHealth(found) : lookAtEnd(found);
    if ('fault' in look) throw await failed(client, awaited, found, look);
    if (look.isMet) return;
    await sleep(looks < FIRST_LOOKS ? PAUSE_MS.first : PAUSE_MS.later, undefined, { signal });
  }
}

function lookAtHealth(found: ContainerInspectInfo | undefined): Look {
  if (!found?.State.Running) return ended(found);
  const health = found.State.Health?.Status;
  if (health === undefined || health === 'none')
    return {
      fault: 'has no healthcheck',
      hint: 'give it a healthcheck: in the compose file, or wait for service_started',
    };
  if (health !== 'unhealthy') return { isMet: health === 'healthy' };
  return { fault: 'is unhealthy', hint: 'what its check said and its last output say more' };
}

function lookAtEnd(found: ContainerInspectInfo | undefined): Look {
  if (found?.State.Running || found?.State.Status === 'created') return { isMet: false };
  return found?.State.ExitCode === 0 ? { isMet: true } : ended(found);
}

function ended(found: ContainerInspectInfo | undefined): Look {
  const how = found ? `ended with exit code ${found.State.ExitCode}` : 'is gone';
  return { fault: how, hint: 'its last output says more' };
}

async function failed(
  client: ContainerLook,
  { id, member }: AwaitedMember,
  found: ContainerInspectInfo | undefined,
  { fault, hint }: { readonly fault: string; readonly hint: string },
): Promise<MediaConduitError> {
  const bytes = await client.containerLogs(id, SHOWN_LINES);
  const output = bytes ? containerLogLines(bytes, SHOWN_LINES) : [];
  const checks = (found?.State.Health?.Log ?? []).map(({ Output }) => Output.trim()).slice(-3);
  const service = found?.Config.Labels[SERVICE_LABEL];
  const shown = [...checks.map((line) => `check: ${line}`), ...output].map((line) => `\n  ${line}`).join('');
  return new MediaConduitError('MC_SERVICE_START_FAILED', `"${member}", which ${service} needs, ${fault}.${shown}`, {
    hint,
    facts: { service, member, exitCode: found?.State.ExitCode, outOfMemory: found?.State.OOMKilled, checks, output },
  });
}
