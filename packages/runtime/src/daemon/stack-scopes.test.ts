import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createStackHost } from './create-stack-host';
import { StackHosts } from './stack-hosts';

describe('stacks of one name', () => {
  let folder: TemporaryFolder;
  let server: Server;
  let services: string;
  let stacks: StackHosts;
  beforeEach(async () => {
    server = createServer((_request, response) => response.end('muh')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    services = `services: { cow: { url: "http://127.0.0.1:${port}", readiness: { path: / } } }\n`;
    folder = await temporaryFolder();
    const createHost = createStackHost({ home: join(folder.path, 'home'), clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    stacks = new StackHosts({ createHost, onEmpty: () => undefined });
  });
  afterEach(async () => {
    await stacks.close();
    server.close();
    await folder[Symbol.asyncDispose]();
  });

  async function up(project: string, text: string): Promise<string> {
    const file = await folder.write(`${project}/mediaconduit.yml`, text);
    const lines = stacks.up({ file, features: {}, services: [], environment: {}, wait: true });
    while (!(await lines.next()).done);
    return file;
  }
  const names = async () => (await stacks.status()).map(({ name }) => name);

  it('run beside each other when only their folders are called so', async () => {
    await up('one/shop', services);
    await up('two/shop', services);
    expect(await names()).toEqual(['shop', 'shop']);
  });

  it('run one after the other when their files give them that name', async () => {
    const first = await up('one', `name: shop\n${services}`);
    const other = join(folder.path, 'two/mediaconduit.yml');
    const refused = {
      code: 'MC_STACK_CONFLICT',
      message: expect.stringContaining(other),
      facts: { file: other, other: first },
    };
    await expect(up('two', `name: shop\n${services}`)).rejects.toMatchObject(refused);
    expect(await names()).toEqual(['shop']);
    await up('two', `name: farm\n${services}`);
    await expect(up('two', `name: shop\n${services}`)).rejects.toMatchObject(refused);
    expect(await names()).toEqual(['shop', 'farm']);
    await up('one', `name: zoo\n${services}`);
    await up('two', `name: shop\n${services}`);
    const [{ id } = { id: '' }] = await stacks.status();
    await stacks.down(id);
    await up('three', `name: zoo\n${services}`);
    expect(await names()).toEqual(['shop', 'zoo']);
  });
});
