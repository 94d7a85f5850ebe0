import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { resolveStack } from '../config/resolve-stack';
import type { ResolvedStack } from '../config/resolved-stack';
import { createRuntime } from '../create-runtime';
import { createStackHost } from '../daemon/create-stack-host';
import { JsonClient } from '../daemon/json-client';
import type { StackStatus } from '../daemon/protocol';
import { supervisorAddress } from '../daemon/supervisor-address';
import { SupervisorClient } from '../daemon/supervisor-client';
import { serveHome } from '../daemon/supervisor-process';
import { ownDefinition } from '../config/own-definition';
import type { Runtime } from '../runtime';
import { parseStackFile } from '../stack-file/parse-stack-file';
import { exportState } from './export-state';
import { restoreVolumes } from './restore-volumes';
import { stackVolumes } from './stack-volumes';
import { readState } from './state-reader';
import { requireVolumes } from './volumes-of';

const { signal } = new AbortController();
const SERVER = `const fs = require('node:fs');
require('node:http').createServer((request, response) => {
  if (request.method === 'POST') fs.appendFileSync('/milk/jug', 'drop ');
  response.end(fs.existsSync('/milk/jug') ? fs.readFileSync('/milk/jug', 'utf8') : 'empty');
}).listen(80);`;
const COMPOSE = `services:
  web:
    image: node:20-bookworm-slim
    command: ["node", "/srv/server.cjs"]
    ports: ["80"]
    volumes: ["./server.cjs:/srv/server.cjs:ro", "milk:/milk", "herd:/herd"]
volumes: { milk: , herd: }
`;
const MANIFEST = `id: cow-service
name: Cow
version: 1.0.0
docker: { composeFile: docker-compose.yml, serviceName: web }
readiness: { path: / }
cache: { variable: HERD, volume: herd }
`;
const STACK = 'name: farm\nservices:\n  cow: { use: ./cow }\n';

describe('the state of a stack', () => {
  let folder: TemporaryFolder;
  let home: string;
  let file: string;
  let runtime: Runtime;
  beforeEach(async () => {
    folder = await temporaryFolder();
    [home, file] = [join(folder.path, 'home'), join(folder.path, 'mediaconduit.yml')];
    await folder.write('mediaconduit.yml', STACK);
    await folder.write('cow/server.cjs', SERVER);
    await folder.write('cow/docker-compose.yml', COMPOSE);
    await folder.write('cow/MediaConduit.service.yml', MANIFEST);
    runtime = createRuntime({ home, projectFolder: folder.path, supervised: false });
  });
  afterEach(async () => {
    const docker = await runtime.engines.get('docker');
    for (const { id } of (await docker?.volumes?.list()) ?? []) await docker?.volumes?.remove(id);
    for (const { id } of (await docker?.caches?.()) ?? []) await docker?.removeCache?.(id);
    await runtime.close();
    await folder[Symbol.asyncDispose]();
  });

  /** Brings the stack up for as long as the work takes, and ends it with the volumes that are named. */
  async function whileUp(work: (baseUrl: string) => Promise<void>, volumes: readonly string[] = []): Promise<unknown> {
    const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    const supervisor = await serveHome({ home, environment: process.env, version: '1', createHost });
    const client = new SupervisorClient(new JsonClient(supervisorAddress(home)));
    try {
      const environment = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
      const request = { file, features: {}, services: [], environment, engine: 'docker', wait: true } as const;
      let stack: StackStatus | undefined;
      for await (const line of client.up(request)) if (line.type === 'result') ({ stack } = line);
      await work(stack?.services[0]?.baseUrl ?? '');
      return (await client.down(stack?.id ?? '', { volumes })).removed;
    } finally {
      await supervisor.close();
    }
  }

  const resolved = (): Promise<ResolvedStack> =>
    resolveStack(parseStackFile(STACK, { file, variables: {}, machine: { memoryBytes: 4e9, cpus: 2 } }), {
      features: {},
      resolveService: (name, from) => runtime.services.define(name, from),
    });

  const say = async (baseUrl: string, method: string): Promise<string> => (await fetch(baseUrl, { method })).text();

  it('is exported with its data, ended with its volumes, and restored', async () => {
    await whileUp(async (baseUrl) => expect(await say(baseUrl, 'POST')).toBe('drop '));
    const [engine, stack] = [await requireVolumes(runtime.engines), await resolved()];
    const volumes = await stackVolumes(engine, stack);
    expect(volumes).toMatchObject([{ service: 'cow', name: 'milk', serviceId: 'farm_cow', inUse: false }]);
    const state = join(folder.path, 'farm.tar');
    const description = {
      formatVersion: 1,
      ...{ exportedAt: '2026-01-01T00:00:00.000Z', platform: 'linux', arch: 'x64', mediaconduitVersion: '1.0.0' },
      ...{ stack: { name: 'farm', configuration: STACK, features: {} }, services: [] },
    } as const;
    await exportState({ file: state, description, volumes, data: engine, signal });
    expect((await readState(state, signal)).volumes).toMatchObject([{ entry: 'volumes/cow/milk.tar' }]);

    const removed = await whileUp(
      async (baseUrl) => {
        expect(await say(baseUrl, 'POST')).toBe('drop drop ');
      },
      ['cow/milk', 'herd', 'none'],
    );
    expect(removed).toEqual(['cow/milk']);
    expect(await engine.list()).toEqual([]);

    const [service] = stack.services;
    if (!service) throw new TypeError('no service');
    const place = { definition: ownDefinition(stack, service), name: 'milk' };
    const restore = (replaces?: string, finish?: () => Promise<void>): Promise<readonly string[]> => {
      const targets = new Map([['volumes/cow/milk.tar', { place, replaces }]]);
      return restoreVolumes({ file: state, volumes: engine, targets, signal, finish });
    };
    await restore();
    const [{ id } = { id: '' }] = await engine.list();
    await expect(restore(id, () => Promise.reject(new TypeError('no file')))).rejects.toThrow('no file');
    await restore(id);
    expect(await engine.list()).toMatchObject([{ id, name: 'milk' }]);
    await whileUp(async (baseUrl) => expect(await say(baseUrl, 'GET')).toBe('drop '), ['milk']);
    expect(await engine.list()).toEqual([]);
    expect((await runtime.cache.list()).entries).toMatchObject([{ service: 'cow-service', name: 'herd' }]);
    expect(existsSync(state)).toBe(true);
  }, 120_000);
});
