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
 * another process, which lives for that long.
 */
export function duplicateSocket({ fd }: Pick<BoundSocket, 'fd'>, signal: AbortSignal): Promise<SocketHandle> {
  const helper = spawn(process.execPath, ['-e', RETURN_SOCKET], {
    ...{ cwd: '/', env: {}, signal, killSignal: 'SIGKILL' },
    stdio: ['ignore', 'ignore', 'ignore', fd, 'ipc'],
  });
  helper.unref();
  helper.channel?.unref();
  return new Promise((resolve, reject) => {
    helper.once('message', (_message, handle) => {
      const received = handle as SocketHandle | undefined;
      if (signal.aborted) received?.close();
      else if (received) resolve(received);
    });
    helper.once('error', reject);
    helper.once('close', (code) => reject(new Error(`the process that returns a socket ended with ${code}`)));
  });
}
