import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Reply, RequestContext } from '@mediaconduit/service-kit';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { Toolbox } from './ffmpeg/toolbox';
import { JobQueue } from './job-queue';
import { OutputStore } from './output-store';
import { Scratch } from './scratch';
import { taskRoutes } from './task-routes';

describe('taskRoutes', () => {
  it('leaves nothing of a form whose client goes before the work begins', async () => {
    await using root = await temporaryFolder();
    const scratch = new Scratch(root.path);
    const workshop = {
      toolbox: new Toolbox({ ffmpeg: '/nowhere', ffprobe: '/nowhere' }),
      queue: new JobQueue({ concurrency: 1, maxWaiting: 1 }),
      outputs: new OutputStore(scratch, 1000),
    };
    const [route] = taskRoutes(workshop, scratch);
    const folder = await scratch.createFolder();
    await writeFile(`${folder}/0`, 'a film');
    const body = { fields: {}, files: [], folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
    const context = { body, signal: AbortSignal.abort(), reportError: () => undefined };
    const reply = (await route?.handle(context as unknown as RequestContext)) as Reply;
    (reply.body as Readable).destroy(); // as the service does with an answer that nobody waits for
    await eventually(async () => expect(existsSync(folder)).toBe(false));
  });
});
