import { spawn } from 'node:child_process';
import type { BoundSocket } from './bind-socket';

/** What `net.Server.listen` takes; closing it leaves the socket that it was made of open. */
export interface SocketHandle {
  close(): void;
}

/** Sends the socket that it inherits back, without listening on it. */
const RETURN_SOCKET = `
const handle = require('node:net')._createServerHandle(null, null, null, 3);
process.send('socket', handle, () => process.disconnect());
`;

/**
 * A second handle of a socket. Node.js has no call for that: a descriptor comes back as a new one when it is sent through
 * another process, which lives for that long. Rejects when the signal is aborted, once that process has ended.
 */
export function duplicateSocket({ fd }: Pick<BoundSocket, 'fd'>, signal: AbortSignal): Promise<SocketHandle> {
  const helper = spawn(process.execPath, ['-e', RETURN_SOCKET], {
    ...{ cwd: '/', env: {}, signal, killSignal: 'SIGKILL' },
    stdio: ['ignore', 'ignore', 'ignore', fd, 'ipc'],
  });
  helper.unref();
  helper.channel?.unref();
  signal.addEventListener('abort', () => helper.ref(), { once: true }); // who gives up waits for its end, which is near
  return new Promise((resolve, reject) => {
    let received: SocketHandle | undefined;
    helper.once('message', (_message, handle) => (received = handle as SocketHandle | undefined));
    helper.once('error', (error) =>
      signal.aborted && helper.pid !== undefined ? helper.once('exit', () => reject(error)) : reject(error),
    );
    // not before it has ended: until then the socket is open there too
    helper.once('close', (code) => {
      if (signal.aborted) received?.close();
      else if (received) resolve(received);
      reject(new Error(`the process that returns a socket ended with ${code}`));
    });
  });
}
