import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createStackHost } from '../create-stack-host';
import type { ServiceStatus, StackLine, StackStatus, UpRequest, UpResult } from '../protocol';
import type { StackHost } from '../stack-host';

/** Answers the word of its environment. */
const SERVER = `
const server = require('node:http').createServer((request, response) => response.end(process.env.WORD ?? 'muh'));
server.listen({ fd: 3 });
console.log('born');
process.on('SIGTERM', () => server.close(() => process.exit()));
`;

/** Another request than the usual one. */
export type UpOptions = Partial<UpRequest>;

/** The host of one stack of processes that inherit their sockets, in a folder with a home. */
export interface StackWorld extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly host: StackHost;
  /** Answers when the stack is as the services say; every line of the request that came before. */
  up(services: string, options?: UpOptions): Promise<(StackLine | UpResult)[]>;
  status(): Promise<StackStatus>;
  statusOf(name: string): Promise<ServiceStatus | undefined>;
  /** What is said at an address. */
  textAt(url?: string): Promise<string>;
}

/** One entry under `services`. */
export const service = (name: string, more = ''): string =>
  `  ${name}: { process: { command: [node, server.js], port: fd }, readiness: { path: / }${more} }\n`;

/** Nothing runs at first. */
export async function stackWorld(): Promise<StackWorld> {
  const folder = await temporaryFolder();
  await folder.write('server.js', SERVER);
  const environment = { ...process.env } as Record<string, string>;
  const file = join(folder.path, 'mediaconduit.yml');
  const request = { file, features: {}, services: [], environment, wait: true };
  const home = join(folder.path, 'home');
  const host = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER })('farm-1', request);
  const status = () => host.status();

  return {
    ...{ folder, host, status },
    async up(services, options) {
      if (options?.text === undefined) await folder.write('mediaconduit.yml', `name: farm\nservices:\n${services}`);
      const lines: (StackLine | UpResult)[] = [];
      for await (const line of host.up({ ...request, ...options })) lines.push(line);
      return lines;
    },
    statusOf: async (name) => (await status()).services.find((one) => one.name === name),
    textAt: async (url = '') =>
      (await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) })).text(),
    async [Symbol.asyncDispose]() {
      await host.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
