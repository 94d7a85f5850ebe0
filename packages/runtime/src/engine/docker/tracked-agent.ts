import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { DockerAddress } from './docker-address';

type Connect = (this: unknown, ...args: Parameters<http.Agent['createConnection']>) => Duplex | null | undefined;

/** A keep-alive agent that can end all of its connections, upgraded ones too, which an agent itself forgets. */
export interface TrackedAgent {
  readonly agent: http.Agent;
  /** Destroys every connection that is still open. */
  destroy(): void;
}

/** For the connections to one engine. Idle ones never keep the program alive. */
export function createTrackedAgent(address: DockerAddress): TrackedAgent {
  const isSecure = address.kind === 'tcp' && address.tls !== undefined;
  const agent = new (isSecure ? https.Agent : http.Agent)({ keepAlive: true });
  const open = new Set<Duplex>();
  const connect: Connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    const socket = connect(...args);
    if (socket) open.add(socket.once('close', () => open.delete(socket)));
    return socket;
  };
  // docker-modem writes its options out for every request, whether anybody reads that or not: with all of an agent's
  // sockets that is 3 ms each time.
  Object.defineProperty(agent, inspect.custom, { value: () => '[Agent]' });
  return {
    agent,
    destroy() {
      agent.destroy();
      for (const socket of open) socket.destroy();
    },
  };
}
