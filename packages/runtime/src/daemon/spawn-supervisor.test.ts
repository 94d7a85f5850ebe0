import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { temporaryFolder } from '@mediaconduit/testkit';
import { findSupervisor } from './spawn-supervisor';
import { makeSocketFolder, supervisorAddress } from './supervisor-address';

describe('findSupervisor', () => {
  it('does not wait for ever for one that listens and says nothing', async () => {
    await using folder = await temporaryFolder();
    const home = folder.path;
    const { signal } = new AbortController();
    await expect(findSupervisor({ home, signal })).resolves.toBeUndefined();
    const address = supervisorAddress(home);
    makeSocketFolder(address);
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket)).listen(address);
    await once(server, 'listening');
    try {
      await expect(findSupervisor({ home, signal, answerWithinMs: 30 })).rejects.toMatchObject({
        code: 'MC_SUPERVISOR_UNREACHABLE',
        hint: expect.stringContaining('supervisor.log'),
      });
      await expect(findSupervisor({ home, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    } finally {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    }
  });
});
