import { MediaConduitError, type ProcessPort, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { BoundSocket } from './bind-socket';
import type { OutputLog } from './output-log';

/** Descriptor under which a child finds the socket that it inherits. */
const LISTEN_FD = 3;

/** How one child gets its port or tells it. */
export interface PortPlan {
  /** Its fourth stream: an inherited socket, an IPC channel, or nothing. */
  readonly stdio: readonly (number | 'ipc')[];
  readonly environment: Readonly<Record<string, string>>;
  /** Set when the port is known before the child runs. */
  readonly socket?: BoundSocket;
  /** Calls back when the port is known; returns the function that stops waiting. */
  watch(child: ChildProcess, output: OutputLog, onPort: (port: number) => void): () => void;
}

/**
 * Chooses how the child of this definition gets its port; a bound socket in the answer is the caller's to close.
 * @param bind answers `undefined` where a child cannot inherit a socket.
 */
export function planPort(
  definition: ServiceDefinition,
  port: ProcessPort,
  bind: () => BoundSocket | undefined,
): PortPlan {
  if (typeof port === 'object') return planLogLine(definition, port);
  if (typeof port === 'number') return planKnownPort(port);
  const socket = port === 'fd' ? bind() : undefined;
  return socket ? planInheritedSocket(socket) : PLAN_MESSAGE;
}

function planInheritedSocket(socket: BoundSocket): PortPlan {
  return {
    stdio: [socket.fd],
    environment: { MEDIACONDUIT_LISTEN_FD: String(LISTEN_FD) },
    socket,
    watch: (_child, _output, onPort) => {
      onPort(socket.port);
      return () => undefined;
    },
  };
}

function planKnownPort(port: number): PortPlan {
  return {
    stdio: [],
    environment: {},
    watch: (_child, _output, onPort) => {
      onPort(port);
      return () => undefined;
    },
  };
}

const PLAN_MESSAGE: PortPlan = Object.freeze({
  stdio: ['ipc' as const],
  environment: { PORT: '0', HOST: '127.0.0.1' },
  watch: (child: ChildProcess, _output: OutputLog, onPort: (port: number) => void) => {
    const listener = (message: unknown): void => {
      const port = portOfMessage(message);
      if (port !== undefined) onPort(port);
    };
    child.on('message', listener);
    return () => void child.off('message', listener);
  },
});

function portOfMessage(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, port } = message as { type?: unknown; port?: unknown };
  return type === 'listening' ? toPort(port) : undefined;
}

function planLogLine(definition: ServiceDefinition, port: Extract<ProcessPort, object>): PortPlan {
  const pattern = parsePattern(definition, port.log);
  return {
    stdio: [],
    environment: port.env === undefined ? {} : { [port.env]: port.value ?? '127.0.0.1:0' },
    watch: (_child, output, onPort) =>
      output.onLine((line) => {
        const found = toPort(pattern.exec(stripVTControlCharacters(line))?.[1]);
        if (found !== undefined) onPort(found);
      }),
  };
}

function parsePattern(definition: ServiceDefinition, pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    throw new MediaConduitError(
      'MC_MANIFEST_INVALID',
      `process.port.log of ${definition.id} is no regular expression.`,
      {
        hint: `correct process.port.log in ${definition.file}; its first group is the port`,
        facts: { service: definition.id, file: definition.file, pattern },
        cause,
      },
    );
  }
}

function toPort(value: unknown): number | undefined {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
