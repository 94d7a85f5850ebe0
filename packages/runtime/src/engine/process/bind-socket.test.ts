import net from 'node:net';
import { bindSocket } from './bind-socket';

const platform = process.platform;

describe('bindSocket', () => {
  it('holds a port that is given to nobody else who asks for a free one', () => {
    const sockets = Array.from({ length: 500 }, () => bindSocket('linux'));
    const ports = sockets.map((socket) => socket?.port);
    for (const socket of sockets) socket?.close();
    expect(ports).not.toContain(undefined);
    expect(new Set(ports).size).toBe(500);
  });

  it('does not listen: callers are refused, not left waiting', async () => {
    const socket = bindSocket('linux');
    const caller = net.connect(socket?.port ?? 0, '127.0.0.1');
    await expect(new Promise((resolve) => caller.once('error', resolve))).resolves.toMatchObject({
      code: 'ECONNREFUSED',
    });
    socket?.close();
  });

  it('gives the port back when it is closed, once', async () => {
    const socket = bindSocket('linux');
    socket?.close();
    socket?.close();
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket?.port, '127.0.0.1', resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers nothing on Windows', () => {
    expect(bindSocket('win32')).toBeUndefined();
  });

  it.each([
    ['an error number', () => -98],
    ['something else', () => ({ fd: 3 })],
    ['nothing', () => undefined],
  ])('answers nothing when the function of Node.js answers %s', (_what, createHandle) => {
    expect(bindSocket(platform, createHandle)).toBeUndefined();
  });

  it('closes a handle that does not tell its port', () => {
    const close = jest.fn();
    expect(bindSocket('linux', () => ({ fd: 7, getsockname: () => -9, close }))).toBeUndefined();
    expect(close).toHaveBeenCalledTimes(1);
  });
});
