import { MediaConduitError, isMediaConduitError, messageOf, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ContainerPlan } from './container-plan';

/** Wraps what the engine or the way to it answered; `facts.status` is the HTTP status when there was one. */
export function engineFailure(operation: string, thrown: unknown): MediaConduitError {
  if (isMediaConduitError(thrown)) return thrown;
  const status = httpStatusOf(thrown);
  const reason = messageOf(thrown)
    .replace(/^\(HTTP code \d+\) [^-]*- /, '')
    .trim();
  return new MediaConduitError('MC_ENGINE_FAILED', `Docker could not ${operation}: ${reason}`, {
    hint: status === undefined ? 'check that Docker runs: docker info' : hintFor(reason),
    facts: { operation, reason, status },
    retryable: status === undefined || (status >= 500 && hintFor(reason) === undefined),
    cause: thrown,
  });
}

/** Of what no repetition mends. */
function hintFor(reason: string): string | undefined {
  if (!/device driver .*gpu|nvidia-container-(?:cli|runtime)/i.test(reason)) return undefined;
  return 'this Docker has no GPU to give: install the NVIDIA Container Toolkit, or name a machine that runs the service in {NAME}_SERVICE_URL';
}

/** The HTTP status behind an error of the engine, if it has one. */
export function statusOf(error: unknown): number | undefined {
  if (!isMediaConduitError(error)) return undefined;
  const { status } = error.facts;
  return typeof status === 'number' ? status : undefined;
}

/** What the engine itself said. */
export function reasonOf(error: unknown): string {
  const reason = isMediaConduitError(error) ? error.facts['reason'] : undefined;
  return typeof reason === 'string' ? reason : messageOf(error);
}

/** Wraps the reason of an aborted signal, whatever it is. */
export function abortFailure(what: string, reason: unknown): MediaConduitError {
  if (isMediaConduitError(reason)) return reason;
  return new MediaConduitError('MC_CALL_ABORTED', `${what} was cancelled.`, {
    hint: 'the signal of the caller ended it; ask again if it is still wanted',
    cause: reason,
  });
}

/** The engine publishes no port of a container that runs. */
export function noAddressFailure(definition: ServiceDefinition, plan: ContainerPlan): MediaConduitError {
  return new MediaConduitError(
    'MC_ENGINE_FAILED',
    `The container of ${definition.id} publishes no port ${plan.port}.`,
    {
      hint: 'check ports: in the compose file; network modes without ports are not supported',
      facts: { service: definition.id, container: plan.name, port: plan.port },
    },
  );
}

function httpStatusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return undefined;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}
