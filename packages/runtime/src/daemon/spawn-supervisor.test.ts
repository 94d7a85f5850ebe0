import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { createJsonServer } from './json-server';
import { ensureSupervisor, findSupervisor } from './spawn-supervisor';
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

describe('ensureSupervisor', () => {
  it.each(['home', 'home/deeper'])('says that a state folder cannot be used where a file is: %s', async (path) => {
    await using folder = await temporaryFolder();
    await folder.write('home', 'a file');
    const home = join(folder.path, path);
    const { signal } = new AbortController();
    await expect(findSupervisor({ home, signal })).resolves.toBeUndefined();
    await expect(ensureSupervisor({ home, signal, environment: {}, clock: SYSTEM_CLOCK })).rejects.toMatchObject({
      code: 'MC_HOME_UNUSABLE',
    });
  });

  it('waits for one that ends', async () => {
    await using folder = await temporaryFolder();
    const home = folder.path;
    makeSocketFolder(supervisorAddress(home));
    let isEnding = true;
    let looks = 0;
    const info = async (): Promise<object> => {
      if (looks++ === 2) isEnding = false;
      return { isEnding };
    };
    const server = createJsonServer({ 'GET /v1/supervisor': info }).listen(supervisorAddress(home));
    await once(server, 'listening');
    const onEnding = jest.fn();
    const { signal } = new AbortController();
    try {
      const options = { home, signal, environment: {}, clock: SYSTEM_CLOCK, onEnding };
      await expect(ensureSupervisor(options)).resolves.toBeDefined();
      expect([looks, onEnding.mock.calls.length]).toEqual([3, 1]);
    } finally {
      await once(server.close(), 'close');
    }
  });
});
