import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createStackHost } from './create-stack-host';
import type { ServiceStatus, UpRequest } from './protocol';
import type { StackHost } from './stack-host';

const SERVER = `
const server = require('node:http').createServer((request, response) => response.end(process.env.WORD ?? 'muh'));
server.listen({ fd: 3 });
process.on('SIGTERM', () => server.close(() => process.exit()));
`;

const service = (name: string, more = ''): string =>
  `  ${name}: { process: { command: [node, server.js], port: fd }, readiness: { path: / }${more} }\n`;

describe('StackHost of processes that inherit their sockets', () => {
  let folder: TemporaryFolder;
  let host: StackHost;
  let request: UpRequest;

  beforeEach(async () => {
    folder = await temporaryFolder();
    await folder.write('server.js', SERVER);
    const environment = { ...process.env } as Record<string, string>;
    request = { file: join(folder.path, 'mediaconduit.yml'), features: {}, services: [], environment, wait: true };
    const home = join(folder.path, 'home');
    host = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER })('farm-1', request);
  });
  afterEach(async () => {
    await host.close();
    await folder[Symbol.asyncDispose]();
  });

  async function up(services: string): Promise<void> {
    await folder.write('mediaconduit.yml', `name: farm\nservices:\n${services}`);
    const lines = host.up(request);
    while (!(await lines.next()).done);
  }
  const statusOf = async (name: string): Promise<ServiceStatus | undefined> =>
    (await host.status()).services.find((one) => one.name === name);
  const textAt = async (url = ''): Promise<string> =>
    (await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) })).text();

  it('keeps an address over a restart and over other settings', async () => {
    await up(service('cow'));
    const baseUrl = (await statusOf('cow'))?.baseUrl;
    await host.restart('cow');
    expect((await statusOf('cow'))?.baseUrl).toBe(baseUrl);
    await up(service('cow', ', environment: { WORD: moo }'));
    expect((await statusOf('cow'))?.baseUrl).toBe(baseUrl);
    await expect(textAt(baseUrl)).resolves.toBe('moo');
  });

  it('gives the address of a service up that is removed, and no other one', async () => {
    await up(service('cow') + service('hen'));
    const [cow, hen] = [(await statusOf('cow'))?.baseUrl, (await statusOf('hen'))?.baseUrl];
    await up(service('hen'));
    await expect(textAt(cow)).rejects.toThrow('fetch failed');
    await expect(textAt(hen)).resolves.toBe('muh');
  });

  it('starts a service that is idle for whoever calls it', async () => {
    await up(service('cow', ', idleStopMs: 100'));
    const baseUrl = (await statusOf('cow'))?.baseUrl;
    await eventually(async () => expect((await statusOf('cow'))?.state).toBe('absent'));
    await expect(textAt(baseUrl)).resolves.toBe('muh');
  });
});
