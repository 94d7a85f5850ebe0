import type { Model, ModelStream, StreamEvent } from '@mediaconduit/sdk';
import { setTimeout as pause } from 'node:timers/promises';
import { isolatedWorld, type IsolatedWorld } from './__fixtures__/isolated-world';

async function stream(
  world: IsolatedWorld,
  count: number,
  options: Record<string, unknown> = {},
): Promise<{ events: ModelStream<unknown> }> {
  const model: Model = await world.model();
  if (!model.stream) throw new Error('it cannot stream');
  return { events: model.stream(String(count), options) };
}

describe('streams of a provider in a process of its own', () => {
  it('give all events in order, then the result', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 1000);
    const seen: string[] = [];
    for await (const event of events) if (event.type === 'text-delta') seen.push(event.text);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, at) => String(at)));
    await expect(events).resolves.toMatchObject({ content: 'all 1000' });
    const { events: awaited } = await stream(world, 3);
    await expect(awaited).resolves.toMatchObject({ content: 'all 3' });
  });

  it('give what is no event as it is, and leave other calls alone', async () => {
    await using world = await isolatedWorld();
    const model: Model = await world.model();
    const other = (await world.model()).transform('moo', { waitMs: 100 });
    const events = model.stream?.('odd events') as AsyncIterable<unknown>;
    const seen: unknown[] = [];
    for await (const event of events) seen.push(event);
    expect(seen).toEqual(['text', undefined, 7]);
    await expect(other).resolves.toMatchObject({ content: 'moo' });
  });

  it('wait for a slow reader', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 100_000);
    const iterator = events[Symbol.asyncIterator]();
    await iterator.next();
    await pause(100);
    const { uptime } = await (await world.provider()).getHealth();
    expect(uptime).toBeLessThan(200);
    await iterator.return?.();
  });

  it('cut large bytes, which arrive whole', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 3, { bytes: 1_000_000 });
    const sizes: number[] = [];
    for await (const event of events)
      if (event.type === 'bytes') sizes[event.bytes[0] ?? 0] = (sizes[event.bytes[0] ?? 0] ?? 0) + event.bytes.length;
    expect(sizes).toEqual([1_000_000, 1_000_000, 1_000_000]);
  });

  it('end there when their reader leaves', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 1_000_000);
    const seen: StreamEvent[] = [];
    for await (const event of events) if (seen.push(event) === 10) break;
    const provider = await world.provider();
    await pause(50);
    const { uptime } = await provider.getHealth();
    await pause(50);
    expect((await provider.getHealth()).uptime).toBe(uptime);
    await expect(events).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });

  it('break off with the error of the provider, or of its process', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 10, { fail: 3 });
    await expect(drain(events)).rejects.toMatchObject({ code: 'MC_SERVICE_ERROR', message: 'broke off' });
    const { events: lost } = await stream(world, 10, { exit: 3 });
    await expect(drain(lost)).rejects.toMatchObject({ code: 'MC_PROVIDER_CRASHED', facts: { exitCode: 4 } });
    const { events: next } = await stream(world, 3);
    await expect(next).resolves.toMatchObject({ content: 'all 3' });
  });

  it('are cancelled by the signal of the caller', async () => {
    await using world = await isolatedWorld();
    const { events } = await stream(world, 1_000_000, { signal: AbortSignal.timeout(60) });
    await expect(drain(events)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

async function drain(events: AsyncIterable<StreamEvent>): Promise<void> {
  for await (const event of events) if (!event) return;
}
