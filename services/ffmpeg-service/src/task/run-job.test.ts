import { setTimeout as pause } from 'node:timers/promises';
import { ReceivedForm } from '@mediaconduit/service-kit';
import { JobQueue } from '../job-queue';
import type { OutputStore } from '../output-store';
import type { Toolbox } from '../ffmpeg/toolbox';
import type { Work } from './job';
import { runJob, type Workshop } from './run-job';

const FOREVER = new AbortController().signal;

/** A workshop where one job runs at once, and a form with one film; `disposed` says how often the form was let go. */
function workshop(): Workshop {
  const toolbox = { encoders: async () => ({}), probe: async () => pause(200, { format: 'mp4' }) };
  const queue = new JobQueue({ concurrency: 1, maxWaiting: 1 });
  return { toolbox: toolbox as unknown as Toolbox, queue, outputs: {} as OutputStore };
}

function form(): ReceivedForm & { disposed: number } {
  const received = Object.assign(new ReceivedForm('/none'), { disposed: 0 });
  received.files.push({ field: 'file', fileName: 'a', contentType: 'video/mp4', path: '/none/0', sizeBytes: 1 });
  const dispose = async (): Promise<void> => void (received.disposed += 1);
  return Object.assign(received, { [Symbol.asyncDispose]: dispose });
}

const nothing: Work = async () => [];

describe('runJob', () => {
  it('tells that it waits, and how long it did', async () => {
    const shop = workshop();
    const other = shop.queue.enter(FOREVER);
    const lines = runJob(shop, form(), nothing, FOREVER);
    expect((await lines.next()).value).toMatchObject({ phase: 'queue', message: 'Waiting for other jobs' });
    const next = lines.next();
    await pause(60);
    other[Symbol.dispose]();
    expect((await next).value).toMatchObject({ phase: 'compute', completed: 0 });
    let end = await lines.next();
    while (end.done !== true) end = await lines.next();
    expect(end.value.queueMs).toBeGreaterThanOrEqual(50);
    expect(end.value.processingTimeMs).toBeGreaterThanOrEqual(190);
    expect(shop.queue.running).toBe(0);
  });

  it('reckons the rest from the time since the work itself began', async () => {
    const work: Work = async ({ report }) => {
      await pause(10);
      report(0.5);
      return pause(10, []);
    };
    const etas: (number | undefined)[] = [];
    for await (const line of runJob(workshop(), form(), work, FOREVER)) etas.push(line.etaMs);
    expect(etas).toEqual([undefined, undefined, expect.any(Number)]);
    expect(etas.at(-1)).toBeLessThan(150); // to look at the file took longer
  });

  it('gives up its place when nobody listens any more', async () => {
    const [shop, received] = [workshop(), form()];
    const other = shop.queue.enter(FOREVER);
    const lines = runJob(shop, received, nothing, FOREVER);
    await lines.next();
    await lines.return({} as never);
    expect([shop.queue.waiting, received.disposed]).toEqual([0, 1]);
    other[Symbol.dispose]();
    expect(shop.queue.running).toBe(0);
  });

  it('ends when its client goes while it waits and nobody reads', async () => {
    const [shop, received, gone] = [workshop(), form(), new AbortController()];
    shop.queue.enter(FOREVER);
    const lines = runJob(shop, received, nothing, gone.signal);
    await lines.next();
    gone.abort(new Error('gone'));
    await pause(10); // a rejection that nobody handles would end the process
    await expect(lines.next()).rejects.toThrow('gone');
    expect([shop.queue.waiting, received.disposed]).toEqual([0, 1]);
  });
});
