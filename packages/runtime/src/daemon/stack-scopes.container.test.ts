import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../create-runtime';
import type { Runtime } from '../runtime';
import { requireVolumes } from '../state/volumes-of';
import { createStackHost } from './create-stack-host';
import type { StackStatus } from './protocol';
import { StackHosts } from './stack-hosts';

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
    volumes: ["./server.cjs:/srv/server.cjs:ro", "milk:/milk"]
volumes: { milk: }
`;
const MANIFEST = `id: cow-service
name: Cow
version: 1.0.0
docker: { composeFile: docker-compose.yml, serviceName: web }
readiness: { path: / }
`;

describe('two projects whose folders have one name and the same files', () => {
  let folder: TemporaryFolder;
  let runtime: Runtime;
  let stacks: StackHosts;
  beforeEach(async () => {
    folder = await temporaryFolder();
    const home = join(folder.path, 'home');
    await folder.write('cow/server.cjs', SERVER);
    await folder.write('cow/docker-compose.yml', COMPOSE);
    await folder.write('cow/MediaConduit.service.yml', MANIFEST);
    runtime = createRuntime({ home, projectFolder: folder.path, supervised: false });
    const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    stacks = new StackHosts({ createHost, onEmpty: () => undefined });
  });
  afterEach(async () => {
    await stacks.close();
    const volumes = await requireVolumes(runtime.engines);
    for (const { id } of await volumes.list()) await volumes.remove(id);
    await runtime.close();
    await folder[Symbol.asyncDispose]();
  });

  async function up(project: string): Promise<StackStatus> {
    const file = await folder.write(`${project}/mediaconduit.yml`, 'services: { cow: { use: ../../cow } }\n');
    const environment = { ...process.env } as Record<string, string>;
    const request = { file, features: {}, services: [], environment, engine: 'docker', wait: true } as const;
    for await (const line of stacks.up(request)) if (line.type === 'result') return line.stack;
    throw new TypeError('no result');
  }
  const say = async ({ services }: StackStatus, method: string): Promise<string> =>
    (await fetch(services[0]?.baseUrl ?? '', { method })).text();

  it('share neither containers nor data', async () => {
    const [one, two] = [await up('one/shop'), await up('two/shop')];
    expect(two.services[0]?.baseUrl).not.toBe(one.services[0]?.baseUrl);
    expect(await say(one, 'POST')).toBe('drop ');
    expect(await say(two, 'GET')).toBe('empty');
    expect(await stacks.down(two.id, ['milk'])).toEqual({ removed: ['milk'] });
    expect(await say(one, 'GET')).toBe('drop ');
    expect(await (await requireVolumes(runtime.engines)).list()).toMatchObject([{ name: 'milk', inUse: true }]);
  }, 120_000);
});
