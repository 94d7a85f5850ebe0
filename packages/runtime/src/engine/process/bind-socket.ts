import net from 'node:net';

/**
 * A TCP port of 127.0.0.1 that is ours: bound, not yet listening. A child that inherits `fd` can listen on it. The
 * system gives the port to nobody else who asks for a free one; until the child listens, somebody who names the very
 * port could still take it, and the child's start then fails.
 */
export interface BoundSocket {
  readonly fd: number;
  readonly port: number;
  /** False once somebody who shares the socket has shut it down: the port is not ours any more. */
  isBound(): boolean;
  /** Gives up our share; the port is free when the child has ended too. Safe to call twice. */
  close(): void;
}

/** What `net._createServerHandle` makes: it has no documentation, so every member is checked before use. */
interface ServerHandle {
  readonly fd: number;
  getsockname(name: { port?: number }): number;
  close(): void;
}

type CreateServerHandle = (host: string, port: number, family: 4) => unknown;

/**
 * Binds a free port. Answers `undefined` where this Node.js cannot do it (the function it needs is not documented) or
 * on Windows, whose sockets are no file descriptors: the child then binds by itself and says where.
 */
export function bindSocket(platform: NodeJS.Platform, createHandle = serverHandleFactory()): BoundSocket | undefined {
  if (platform === 'win32' || !createHandle) return undefined;
  const handle = createHandle('127.0.0.1', 0, 4);
  if (!isServerHandle(handle)) return undefined;
  const port = portOf(handle);
  if (port === undefined || handle.fd < 0) {
    handle.close();
    return undefined;
  }
  let open = true;
  const close = (): void => {
    if (open) handle.close();
    open = false;
  };
  return { fd: handle.fd, port, isBound: () => open && portOf(handle) === port, close };
}

function portOf(handle: ServerHandle): number | undefined {
  const name: { port?: number } = {};
  return handle.getsockname(name) === 0 && name.port ? name.port : undefined;
}

function serverHandleFactory(): CreateServerHandle | undefined {
  const candidate: unknown = (net as { _createServerHandle?: unknown })._createServerHandle;
  return typeof candidate === 'function' ? (candidate as CreateServerHandle) : undefined;
}

/** On failure the function answers an error number instead of a handle. */
function isServerHandle(value: unknown): value is ServerHandle {
  if (typeof value !== 'object' || value === null) return false;
  const handle = value as Partial<ServerHandle>;
  return (
    typeof handle.fd === 'number' && typeof handle.getsockname === 'function' && typeof handle.close === 'function'
  );
}
