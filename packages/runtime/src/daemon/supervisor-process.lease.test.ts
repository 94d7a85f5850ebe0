import { leasedFarm } from './__fixtures__/leased-farm';

/** Far less than what the end of calls is waited for. */
const AT_ONCE_MS = 5000;

/** How long the work takes, in ms. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

describe('programs that lease a service', () => {
  it('keep nobody waiting with two handles that nothing is under way by', async () => {
    await using farm = await leasedFarm();
    const program = farm.program();
    const first = await farm.handle(program);
    const second = await farm.handle(program, { environment: { WORD: 'other' } });
    expect(await timeOf(farm.client.restart(farm.stack, 'cow'))).toBeLessThan(AT_ONCE_MS);
    const replies = await Promise.all([first, second].map((handle) => handle.request({ method: 'POST', path: '/' })));
    expect(new Set(replies.map((reply) => reply.text())).size).toBe(1);
    expect(await farm.service()).toMatchObject({ state: 'ready', generation: 2 });
  });
});
