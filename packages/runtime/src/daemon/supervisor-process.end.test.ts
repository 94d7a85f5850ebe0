import { join } from 'node:path';
import { MediaConduitError, SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createStackHost } from './create-stack-host';
import { JsonClient } from './json-client';
import type { StackStatus } from './protocol';
import { supervisorAddress } from './supervisor-address';
import { SupervisorClient } from './supervisor-client';
import { serveHome, type SupervisorProcess, type SupervisorProcessOptions } from './supervisor-process';

/** It has to be forced to end. */
const SERVER = `process.on('SIGTERM', () => undefined);
const server = require('node:http').createServer((request, response) => response.end('muh'));
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;

const stackOf = (stopGraceMs: number): string => `name: farm
services:
  cow:
    process: { command: [node, server.js], port: { log: 'port (\\d+)' } }
    readiness: { path: / }
    stopGraceMs: ${stopGraceMs}
`;

describe('the end of a supervisor', () => {
  let folder: TemporaryFolder;
  let home: string;
  let client: SupervisorClient;
  let supervisor: SupervisorProcess | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    home = join(folder.path, 'home');
    client = new SupervisorClient(new JsonClient(supervisorAddress(home)));
    await folder.write('server.js', SERVER);
  });

  afterEach(async () => {
    await supervisor?.close();
    supervisor = undefined;
    await folder[Symbol.asyncDispose]();
  });

  const serve = (more: Partial<SupervisorProcessOptions> = {}): Promise<SupervisorProcess> => {
    const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    return serveHome({ home, environment: process.env, version: '1', createHost, ...more });
  };

  const up = async (stopGraceMs: number): Promise<StackStatus> => {
    await folder.write('mediaconduit.yml', stackOf(stopGraceMs));
    const file = join(folder.path, 'mediaconduit.yml');
    const request = { file, features: {}, services: [], environment: { ...process.env } as Record<string, string> };
    for await (const line of client.up({ ...request, wait: true })) if (line.type === 'result') return line.stack;
    throw new TypeError('no result');
  };

  it('is told when everything has ended; no stack is taken meanwhile', async () => {
    supervisor = await serve();
    const { baseUrl = '' } = (await up(800)).services[0] ?? {};
    let isAnswered = false;
    const down = client.shutDown().finally(() => (isAnswered = true));
    await eventually(async () => expect(await client.info()).toMatchObject({ isEnding: true }));
    await expect(up(800)).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await expect(fetch(baseUrl)).resolves.toBeDefined();
    expect(isAnswered).toBe(false);
    await down;
    await expect(fetch(baseUrl)).rejects.toThrow();
    await supervisor.closed;
  });

  it('comes after that of a stack which somebody ends', async () => {
    supervisor = await serve();
    const { id } = await up(1200);
    const ending = client.down(id, { volumes: ['milk'] });
    await eventually(async () =>
      expect(await client.status()).toMatchObject({ stacks: [{ services: [{ state: 'stopping' }] }] }),
    );
    await Promise.all([supervisor.close(), expect(ending).resolves.toEqual({ removed: [] })]);
  });

  it('frees the home although a stack cannot be stopped, and tells that', async () => {
    const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    const { closed } = await serve({
      createHost(id, request) {
        const host = createHost(id, request);
        const close = host.close.bind(host);
        return Object.assign(host, {
          async close() {
            await close();
            throw new MediaConduitError('MC_ENGINE_FAILED', 'the engine is gone');
          },
        });
      },
    });
    await up(0);
    await expect(client.shutDown()).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    await expect(closed).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    supervisor = await serve({ lockWithinMs: 1000 });
    await up(0);
  });
});
