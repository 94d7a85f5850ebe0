import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@mediaconduit/testkit';
import { leasedFarm, type LeasedFarm } from './__fixtures__/leased-farm';

/** Far less than what the end of calls is waited for. */
const AT_ONCE_MS = 5000;

/** How long the work takes, in ms. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

/** A lease that its holder never gives back: what it is told, and `end` after it. */
function keptLease({ client, folder, signal }: LeasedFarm): string[] {
  const told: string[] = [];
  const read = async (): Promise<void> => {
    for await (const { type } of client.lease(folder.path, 'cow', signal)) told.push(type);
    told.push('end');
  };
  read().catch((error: unknown) => told.push(String(error)));
  return told;
}

const isTold = (told: readonly string[], ...expected: readonly string[]): Promise<void> =>
  eventually(async () => expect(told).toEqual(expected));

const stateIs = (farm: LeasedFarm, state: string): Promise<void> =>
  eventually(async () => expect(await farm.service()).toMatchObject({ state }));

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

  it.each([false, true])(
    'are not waited for once the service has crashed that was to be replaced, rolling: %s',
    async (rolling) => {
      await using farm = await leasedFarm([`rolling: ${rolling}`]);
      const told = keptLease(farm);
      await isTold(told, 'address');
      const { baseUrl = '' } = (await farm.service()) ?? {};
      const restarting = timeOf(farm.client.restart(farm.stack, 'cow'));
      await isTold(told, 'address', 'leaving');
      await fetch(`${baseUrl}/die`).catch(() => undefined);
      await isTold(told, 'address', 'leaving', 'end');
      expect(await restarting).toBeLessThan(AT_ONCE_MS);
    },
  );

  it('get the next run when the service is replaced while they wait for it', async () => {
    await using farm = await leasedFarm();
    await farm.folder.write('busy', '');
    const program = farm.program();
    const handle = program.services.open(farm.definition());
    const states: string[] = [];
    program.events.on('service-state-changed', ({ currentState }) => states.push(currentState));
    const first = handle.request({ method: 'POST', path: '/' });
    await eventually(async () => expect(states).toEqual(['creating', 'starting']));
    const restarting = timeOf(farm.client.restart(farm.stack, 'cow'));
    await eventually(async () =>
      expect(await farm.service()).toMatchObject({ state: expect.not.stringMatching('ready') }),
    );
    await rm(join(farm.folder.path, 'busy'));
    expect(await restarting).toBeLessThan(AT_ONCE_MS);
    expect((await first).status).toBe(200);
    expect((await handle.request({ method: 'POST', path: '/' })).status).toBe(200);
    expect(await farm.service()).toMatchObject({ state: 'ready', generation: 2 });
  });

  it.each([false, true])('that never give it back are waited for only so long, rolling: %s', async (rolling) => {
    await using farm = await leasedFarm([`rolling: ${rolling}`], 300);
    const told = keptLease(farm);
    await isTold(told, 'address');
    expect(await timeOf(farm.client.restart(farm.stack, 'cow'))).toBeLessThan(AT_ONCE_MS);
    await isTold(told, 'address', 'leaving', 'end');
    expect(await farm.service()).toMatchObject({ state: 'ready', generation: 2 });
  });

  it.each<[string, (farm: LeasedFarm) => Promise<unknown>]>([
    ['the stop of the service', ({ client, stack }) => client.stop(stack, 'cow')],
    ['the end of the stack', ({ client, stack }) => client.down(stack)],
    ['the end of the supervisor', ({ client }) => client.shutDown()],
  ])('may end their calls before %s, which waits no longer', async (_what, end) => {
    await using farm = await leasedFarm();
    const [busy, idle] = [await farm.handle(farm.program()), await farm.handle(farm.program())];
    const slow = busy.request({ method: 'POST', path: '/slow' });
    const ending = timeOf(end(farm));
    await idle.request({ path: '/' }).catch(() => undefined);
    expect((await slow).status).toBe(200);
    expect(await ending).toBeLessThan(AT_ONCE_MS);
  });

  it('may end calls to their stable port before the service is replaced', async () => {
    await using farm = await leasedFarm();
    const { baseUrl } = await farm.program().services.withFront(farm.definition());
    const get = (path: string): Promise<Response> => fetch(baseUrl + path, { headers: { connection: 'close' } });
    const before = await (await get('/')).text();
    const slow = get('/slow');
    expect(await timeOf(farm.client.restart(farm.stack, 'cow'))).toBeLessThan(AT_ONCE_MS);
    expect(await (await slow).text()).toBe(before);
    expect(await (await get('/')).text()).not.toBe(before);
  });

  it.each<[string, (farm: LeasedFarm) => Promise<unknown>]>([
    ['its stack', ({ client, stack }) => client.down(stack)],
    ['all', ({ client }) => client.shutDown()],
  ])('start it themselves when they call on while somebody ends %s', async (_what, end) => {
    await using farm = await leasedFarm();
    const [busy, other] = [await farm.handle(farm.program()), await farm.handle(farm.program())];
    const supervised = (await other.request({ path: '/' })).text();
    const slow = busy.request({ method: 'POST', path: '/slow' });
    const ending = end(farm);
    await stateIs(farm, 'draining');
    const own = (await other.request({ method: 'POST', path: '/' })).text();
    expect((await farm.service())?.state).toBe('draining');
    expect([own === supervised, (await slow).text()]).toEqual([false, supervised]);
    await ending;
    expect((await other.request({ method: 'POST', path: '/' })).text()).toBe(own);
  });
});
