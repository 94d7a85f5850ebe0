import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK, type ServiceDefinition, type ServiceHandle } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../../create-runtime';
import type { Runtime } from '../../runtime';
import { createStackHost } from '../create-stack-host';
import { JsonClient } from '../json-client';
import type { ServiceStatus } from '../protocol';
import { supervisorAddress } from '../supervisor-address';
import { SupervisorClient } from '../supervisor-client';
import { serveHome, type SupervisorProcess } from '../supervisor-process';

/** Answers its process id, and the most slow calls at once as `x-most`: at once; after 1500 ms at `/slow`; never at `/never`. Ends at `/die`; not ready while there is a file `busy`. */
const SERVER = `
const { existsSync } = require('node:fs');
let [slow, most] = [0, 0];
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  if (request.url === '/ready' && existsSync('busy')) return response.writeHead(503).end();
  const isSlow = request.url === '/slow';
  if (isSlow) most = Math.max(most, ++slow);
  response.once('close', () => isSlow && slow--);
  const answer = () => response.setHeader('x-most', most).end(String(process.pid));
  if (request.url !== '/never') setTimeout(answer, isSlow ? 1500 : 0);
});
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;

/** A supervisor with one service, and programs that lease it. */
export interface LeasedFarm extends AsyncDisposable {
  readonly client: SupervisorClient;
  readonly folder: TemporaryFolder;
  /** Aborted when the farm is disposed of. */
  readonly signal: AbortSignal;
  readonly stack: string;
  readonly supervisor: SupervisorProcess;
  /** A program of the project. */
  program(): Runtime;
  /** A handle of one; the service is already in use by it. */
  handle(program: Runtime, definition?: Partial<ServiceDefinition>): Promise<ServiceHandle>;
  definition(overrides?: Partial<ServiceDefinition>): ServiceDefinition;
  service(): Promise<ServiceStatus | undefined>;
}

/** @param more lines of the service in the stack file. */
export async function leasedFarm(more: readonly string[] = [], drainMs?: number): Promise<LeasedFarm> {
  const folder = await temporaryFolder();
  const home = join(folder.path, 'home');
  const client = new SupervisorClient(new JsonClient(supervisorAddress(home)));
  const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER, drainMs });
  const supervisor = await serveHome({ home, environment: process.env, version: '1', createHost });
  const lines = [
    "process: { command: [node, server.js], port: { log: 'port (\\d+)' } }",
    'readiness: { path: /ready }',
  ];
  await folder.write('server.js', SERVER);
  await folder.write(
    'mediaconduit.yml',
    `services:\n  cow:\n${[...lines, ...more].map((one) => `    ${one}\n`).join('')}`,
  );
  const file = join(folder.path, 'mediaconduit.yml');
  const environment = { PATH: process.env['PATH'] ?? '' };
  for await (const line of client.up({ file, features: {}, services: [], environment, wait: true })) void line;
  const stack = (await client.status()).stacks[0]?.id ?? '';
  const programs: Runtime[] = [];
  const ended = new AbortController();
  const definition: LeasedFarm['definition'] = (overrides) => ({
    ...serviceDefinition({ id: 'cow', folder: folder.path }),
    process: { command: ['node', 'server.js'], port: { log: 'port (\\d+)' }, environment: {} },
    readiness: { path: '/ready', timeoutMs: 10_000 },
    ...overrides,
  });
  return {
    ...{ client, definition, folder, signal: ended.signal, stack, supervisor },
    program() {
      const program = createRuntime({ projectFolder: folder.path, home, environment });
      programs.push(program);
      return program;
    },
    async handle(program, overrides) {
      const handle = program.services.open(definition(overrides));
      await handle.request({ path: '/' });
      return handle;
    },
    service: async () => (await client.status()).stacks[0]?.services[0],
    async [Symbol.asyncDispose]() {
      ended.abort();
      await Promise.all(programs.map((program) => program.close()));
      await supervisor.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
