import { isMediaConduitError, MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ServiceProcess } from './service-process';

/** How many of the last lines go into an error. */
const LOG_LINES = 50;

/** The definition names no program, or one that is not on this machine. */
export function commandMissingError(
  definition: ServiceDefinition,
  command: string,
  cause?: unknown,
): MediaConduitError {
  const { folder, id } = definition;
  return new MediaConduitError('MC_SERVICE_START_FAILED', `${id} cannot start: "${command}" was not found (ENOENT).`, {
    hint: command.includes('/')
      ? `check that ${command} exists below ${folder} and is executable; it may have to be built first`
      : `install "${command}" and put it on the PATH, or use another engine`,
    facts: { service: id, command, folder, reason: 'ENOENT' },
    cause,
  });
}

/** What a service needs of the state folder could not be written there; errors of ours are passed on. */
export function homeWriteError({ id }: ServiceDefinition, home: string, cause: unknown): MediaConduitError {
  if (isMediaConduitError(cause)) return cause;
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? String(cause);
  const isFull = reason === 'ENOSPC' || reason === 'EDQUOT';
  const message = `${id} cannot start: the state folder ${home} ${isFull ? 'is full' : 'cannot be written'} (${reason}).`;
  return new MediaConduitError(isFull ? 'MC_DISK_FULL' : 'MC_HOME_UNUSABLE', message, {
    hint: isFull
      ? 'mediaconduit cache ls shows what takes the space'
      : 'check its owner and mode, or name another one in MEDIACONDUIT_HOME',
    facts: { service: id, home, reason },
    cause,
  });
}

/** The operating system refused to start the program. */
export function spawnRefusedError(definition: ServiceDefinition, command: string, cause: unknown): MediaConduitError {
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? String(cause);
  const { folder, id } = definition;
  return new MediaConduitError('MC_SERVICE_START_FAILED', `${id} cannot start: ${command} was refused (${reason}).`, {
    hint: `check that the folder ${folder} exists and that you may run programs in it`,
    facts: { service: id, command, folder, reason },
    cause,
  });
}

/** The program ended before it said where it listens. */
export function endedEarlyError(definition: ServiceDefinition, service: ServiceProcess): MediaConduitError {
  const { endedBy: signal, exitCode } = service;
  const logs = service.output.tail(LOG_LINES);
  const how = signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
  return new MediaConduitError('MC_SERVICE_START_FAILED', `${definition.id} ended ${how} before it listened.`, {
    hint: `run it by hand in ${definition.folder}: ${definition.process?.command.join(' ')}`,
    facts: { service: definition.id, exitCode, signal, logs },
  });
}

/** The program runs, but nobody knows where it listens. */
export function neverListenedError(definition: ServiceDefinition, service: ServiceProcess): MediaConduitError {
  const { id, readiness } = definition;
  const logs = service.output.tail(LOG_LINES);
  const message = `${id} did not say its port in ${readiness.timeoutMs} ms.`;
  return new MediaConduitError('MC_SERVICE_START_TIMEOUT', message, {
    hint: `${expectedOf(definition)}; a program that buffers its output has to flush it`,
    facts: { service: id, state: 'created', logs },
  });
}

function expectedOf({ file, process: block }: ServiceDefinition): string {
  const port = block?.port;
  if (typeof port !== 'object') return 'it has to send { type: "listening", port } to its parent process';
  return `no line of its output matches ${port.log} (process.port.log in ${file})`;
}

/** What a start rejects with when its signal aborts: the reason, if it is an error of ours. */
export function startAbortedError(definition: ServiceDefinition, reason: unknown): MediaConduitError {
  if (isMediaConduitError(reason)) return reason;
  return new MediaConduitError('MC_CALL_ABORTED', `The start of ${definition.id} was cancelled.`, {
    hint: 'the signal of the caller ended it; ask again if the service is still wanted',
    facts: { service: definition.id },
    cause: reason,
  });
}

/** The system did not end a program although it was told to. */
export function unkillableError(serviceId: string, pid: number): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_FAILED', `${serviceId} (pid ${pid}) does not end, even by SIGKILL.`, {
    hint: `it waits in the kernel, often for a disk or a graphics card; see: ps -o pid,stat,wchan -p ${pid}`,
    facts: { service: serviceId, pid },
  });
}

/** The engine was used after it was closed. */
export function engineClosedError(): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', 'The process engine is closed.', {
    hint: 'create a new runtime; a closed one starts nothing',
  });
}
