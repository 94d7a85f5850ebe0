import { existsSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { JsonClient } from './json-client';
import { createJsonServer } from './json-server';
import { SupervisorSocket } from './supervisor-socket';

describe('SupervisorSocket', () => {
  let folder: TemporaryFolder;
  let client: JsonClient;
  let socket: SupervisorSocket | undefined;
  let leave: () => void;

  beforeEach(async () => {
    folder = await temporaryFolder();
    client = new JsonClient(join(folder.path, 'run', 'supervisor.sock'));
    const left = new Promise<void>((resolve) => (leave = resolve));
    const createServer = () =>
      createJsonServer({
        'GET /cow': async () => 'muh',
        'GET /lines': async function* () {
          yield { type: 'first' };
          await left;
          yield { type: 'last' };
        },
      });
    socket = await SupervisorSocket.open({ address: client.address, createServer, lookEveryMs: 20 });
  });

  afterEach(async () => {
    leave();
    await socket?.close();
    await folder[Symbol.asyncDispose]();
  });

  const say = (): Promise<string> => client.call<string>({ path: '/cow' });

  it('is its owner’s alone, and gone when it is closed', async () => {
    await expect(say()).resolves.toBe('muh');
    if (process.platform !== 'win32') expect(statSync(dirname(client.address)).mode & 0o777).toBe(0o700);
    await socket?.close();
    expect(existsSync(client.address)).toBe(false);
    await expect(say()).rejects.toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE' });
    await socket?.close();
  });

  it.each(['supervisor.sock', '.'])('is made again when somebody removes %s, and ends no call', async (name) => {
    const lines = client.lines({ path: '/lines' });
    expect((await lines.next()).value).toEqual({ type: 'first' });
    await rm(join(dirname(client.address), name), { recursive: true });
    await eventually(async () => expect(await say()).toBe('muh'));
    leave();
    expect((await lines.next()).value).toEqual({ type: 'last' });
    await lines.return();
  });

  it('cuts lines that do not end, also those of before it was made again', async () => {
    const before = client.lines({ path: '/lines' });
    await before.next();
    await rm(client.address);
    await eventually(async () => expect(await say()).toBe('muh'));
    const after = client.lines({ path: '/lines' });
    await after.next();
    const cut = [before, after].map((lines) =>
      expect(lines.next()).rejects.toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE' }),
    );
    await socket?.close();
    await Promise.all(cut);
    expect(await readdir(dirname(client.address))).toEqual([]);
  });
});
