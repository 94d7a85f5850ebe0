import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { createService } from '@mediaconduit/service-kit';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { OutputStore } from './output-store';
import { Scratch } from './scratch';

/** More than the buffers of a connection hold. */
const SIZE_BYTES = 64 * 1024 * 1024;

/** One output at a service that lets nobody be idle for more than 30 ms. */
async function servedOutput(folder: string, keepMs: number) {
  const scratch = new Scratch(folder);
  const outputs = new OutputStore(scratch, keepMs);
  const service = createService({
    id: 'outputs',
    version: '1.0.0',
    limits: { idleTimeoutMs: 30 },
    routes: [
      {
        method: 'GET',
        path: '/outputs/{name}',
        summary: 'A result',
        handle: ({ params: { name = '' } }) => outputs.take(name),
      },
    ],
  });
  const port = await service.listen({ host: '127.0.0.1', port: 0 });
  const file = `${await scratch.createFolder()}/result`;
  await writeFile(file, Buffer.alloc(SIZE_BYTES));
  const { url } = await outputs.add(file, { fileName: 'result.wav', contentType: 'audio/wav' });
  const agent = new Agent({ keepAlive: true }); // one who closes at once may have gone before all is known to be sent
  const open = async (): Promise<Readable & { statusCode: number }> => {
    const [response] = (await once(request({ port, path: url, agent }).end(), 'response')) as [Readable];
    return response.on('error', () => undefined) as Readable & { statusCode: number };
  };
  return {
    open,
    files: async () => readdir(`${await scratch.open()}/outputs`),
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      await service.drain(0);
    },
  };
}

async function sizeOf(response: Readable): Promise<number> {
  let sizeBytes = 0;
  for await (const chunk of response) sizeBytes += (chunk as Buffer).length;
  return sizeBytes;
}

describe('OutputStore', () => {
  it('gives all of a file to a client that begins to read late, and nothing to the next', async () => {
    await using folder = await temporaryFolder();
    await using served = await servedOutput(folder.path, 100);
    const response = await served.open();
    await pause(300);
    expect(await sizeOf(response)).toBe(SIZE_BYTES);
    await eventually(async () => expect(await served.files()).toEqual([]));
    expect((await served.open()).statusCode).toBe(404);
  });

  it('keeps the file when its client goes in the middle, until one gets it whole', async () => {
    await using folder = await temporaryFolder();
    await using served = await servedOutput(folder.path, 60_000);
    const response = await served.open();
    await once(response, 'data');
    response.destroy();
    expect(await sizeOf(await served.open())).toBe(SIZE_BYTES);
    await eventually(async () => expect(await served.files()).toEqual([]));
  });

  it('forgets a file whose client went and does not come back', async () => {
    await using folder = await temporaryFolder();
    await using served = await servedOutput(folder.path, 50);
    (await served.open()).destroy();
    await eventually(async () => expect(await served.files()).toEqual([]));
    expect((await served.open()).statusCode).toBe(404);
  });
});
