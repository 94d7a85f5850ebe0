import { buffer } from 'node:stream/consumers';
import type { RequestListener } from 'node:http';
import { deferred } from '../../service/__fixtures__/deferred';
import { testServer, type TestServer } from '../../service/__fixtures__/test-server';
import type { DockerClient } from './docker-client';
import { createDockerodeClient } from './dockerode-client';

let server: TestServer;
let client: DockerClient;

/** An engine that answers so. */
async function engine(listener: RequestListener): Promise<void> {
  server = await testServer(listener);
  client = createDockerodeClient({ kind: 'tcp', host: '127.0.0.1', port: server.port });
}
afterEach(async () => {
  jest.restoreAllMocks();
  client.close();
  await server[Symbol.asyncDispose]();
});

describe('the client of an engine', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['create a container', () => client.createContainer('cow', {})],
    ['start a container', () => client.startContainer('cow')],
    ['resume a container', () => client.unpauseContainer('cow')],
    ['inspect a container', () => client.inspectContainer('cow')],
    ['list containers', () => client.listContainers('cow')],
    ['stop a container', () => client.stopContainer('cow', 1)],
    ['remove a container', () => client.removeContainer('cow')],
    ['read logs', () => client.containerLogs('cow', 1)],
    ['measure a container', () => client.containerStats('cow')],
    ['inspect an image', () => client.inspectImage('cow')],
    ['say what it is', () => client.platform()],
    ['inspect a volume', () => client.volumeLabels('cow')],
    ['measure the volumes', () => client.volumeUsage()],
    ['remove a volume', () => client.removeVolume('cow')],
    ['create a network', () => client.createNetwork({ name: 'cow', internal: true, labels: {} })],
    ['list networks', () => client.listNetworks('cow')],
    ['connect a container', () => client.connectNetwork('cow', 'calf', [])],
    ['disconnect a container', () => client.disconnectNetwork('cow', 'calf')],
    ['remove a network', () => client.removeNetwork('cow')],
  ])('gives up an engine that lets it wait to %s', async (_what, call) => {
    const deadline = new AbortController();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    const asked = deferred();
    await engine(() => asked.resolve());
    const called = call();
    await asked.promise;
    deadline.abort();
    await expect(called).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    await server.cut;
  });

  it.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ['images that are saved', async (signal) => buffer(await client.saveImages(['cow'], signal))],
    ['files that are copied', async (signal) => buffer(await client.getArchive('cow', '/', signal))],
    ['an image that is pulled', (signal) => client.pullImage('cow', { signal, onProgress: () => undefined })],
  ])('ends %s with the signal, also in their middle', async (_what, call) => {
    const begun = deferred();
    await engine((_request, response) => response.write('{}\n', () => begun.resolve()));
    const aborting = new AbortController();
    const called = call(aborting.signal);
    called.catch(() => undefined); // awaited below
    await begun.promise;
    aborting.abort();
    await expect(called).rejects.toThrow();
    await server.cut;
  });

  it('asks for the volumes alone', async () => {
    await engine((_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"Volumes":null}'),
    );
    expect(await client.volumeUsage()).toEqual([]);
    expect(server.seen).toEqual(['GET /system/df?type=volume']);
  });
});
