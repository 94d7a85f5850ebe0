import { isMediaConduitError, SYSTEM_CLOCK, type Clock, type ServiceRequest } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder } from '@mediaconduit/testkit';
import { once } from 'node:events';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createRuntime } from '../create-runtime';

const KILLS = process.env['TORTURE'] ? 100 : 3;
const CALLERS = 20;

/** Answers every request with its process id after 20 ms. */
const PROGRAM = `require('http').createServer((request, response) => setTimeout(() => response.end(String(process.pid)), 20))
  .listen({ fd: Number(process.env.MEDIACONDUIT_LISTEN_FD) });`;

/** A clock on which a second takes a tenth of one. */
const HURRIED: Clock = {
  now: () => SYSTEM_CLOCK.now() * 10,
  setTimeout: (callback, delayMs) => SYSTEM_CLOCK.setTimeout(callback, delayMs / 10),
  clearTimeout: (timer) => SYSTEM_CLOCK.clearTimeout(timer),
};

/** A real child process, as an embedded runtime uses it. */
async function processWorld(clock?: Clock) {
  const folder = await temporaryFolder();
  await folder.write('program.cjs', PROGRAM);
  const home = path.join(folder.path, 'home');
  const runtime = createRuntime({ projectFolder: folder.path, home, engine: 'process', clock });
  const service = runtime.services.open(
    serviceDefinition({
      folder: folder.path,
      process: { command: [process.execPath, 'program.cjs'], port: 'fd', environment: {} },
      readiness: { path: '/', timeoutMs: 20_000 },
    }),
  );
  return {
    ...{ runtime, service },
    pid: async () => Number((await service.request({ path: '/' })).text()),
    async [Symbol.asyncDispose]() {
      await runtime.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

type World = Awaited<ReturnType<typeof processWorld>>;

/** Calls all the time until it is told to stop; answers the codes of the failures. */
function callers({ service }: World, request: ServiceRequest) {
  const [failures, state]: [string[], { ended: boolean }] = [[], { ended: false }];
  const call = async (): Promise<void> => {
    while (!state.ended) {
      await service.request(request).catch(async (error: unknown) => {
        failures.push(isMediaConduitError(error) ? error.code : String(error));
        await setImmediate(); // what is refused at once would leave no time for anything else
      });
    }
  };
  const all = Promise.all(Array.from({ length: CALLERS }, call));
  return async () => {
    state.ended = true;
    await all;
    return failures;
  };
}

describe('calls to a service that dies under them', () => {
  it(
    'fail only when they were under way and may not be repeated, and none hangs',
    async () => {
      await using world = await processWorld();
      let pid = await world.pid();
      const stopPosts = callers(world, { method: 'POST', path: '/' });
      const stopGets = callers(world, { path: '/' });
      for (let kill = 0; kill < KILLS; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const back = once(world.runtime.events, 'service-started');
        process.kill(pid, 'SIGKILL');
        await back;
        pid = await world.pid();
      }
      const [posts, gets] = await Promise.all([stopPosts(), stopGets()]);
      expect(new Set(posts)).toEqual(new Set(['MC_SERVICE_GONE']));
      expect(posts.length).toBeLessThanOrEqual(KILLS * CALLERS);
      expect(gets).toEqual([]);
      expect(world.runtime.breakers.getSystemHealth()).toMatchObject({ status: 'healthy', total: 1 });
    },
    60_000 + KILLS * 1000,
  );
});

describe('calls to a service that is stopped under them', () => {
  it('end with the service, and the next one starts it again', async () => {
    await using world = await processWorld(HURRIED);
    const pid = await world.pid();
    process.kill(pid, 'SIGSTOP');
    const stoppedAt = HURRIED.now();
    await expect(world.service.request({ method: 'POST', path: '/' })).rejects.toMatchObject({
      code: 'MC_SERVICE_HUNG',
    });
    expect(HURRIED.now() - stoppedAt).toBeLessThan(40_000);
    expect(await world.pid()).not.toBe(pid);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 30_000);
});
