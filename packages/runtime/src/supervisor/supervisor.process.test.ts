import { once } from 'node:events';
import path from 'node:path';
import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { copyContractService, CONTRACT_SERVICE_FILE, serviceDefinition, temporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../create-runtime';
import { createServiceUnit, type ServiceUnit } from './service-unit';
import { DEFAULT_RESTART, FAST_LIVENESS, type StackMember } from './stack-member';
import { Supervisor } from './supervisor';

const KILLS = process.env['TORTURE'] ? 100 : 5;

/** A supervisor of one real child process. */
async function processWorld() {
  const folder = await temporaryFolder();
  await copyContractService(folder.path);
  const runtime = createRuntime({
    projectFolder: folder.path,
    home: path.join(folder.path, 'home'),
    engine: 'process',
  });
  const supervisor = new Supervisor({ clock: SYSTEM_CLOCK });
  const definition = serviceDefinition({
    folder: folder.path,
    process: { command: [process.execPath, CONTRACT_SERVICE_FILE], port: 'fd', environment: {} },
    readiness: { path: '/', timeoutMs: 20_000 },
  });
  const member: StackMember = {
    ...{ name: 'a', settings: {}, dependsOn: [], critical: true, restartWithDependencies: false, rolling: false },
    createUnit: () => createServiceUnit(runtime.services.control(definition)),
    restart: { ...DEFAULT_RESTART, delayMs: 10, maxDelayMs: 10, maxRestarts: 1000, maxPerHour: 1000 },
    liveness: FAST_LIVENESS,
    stopGraceMs: 1000,
  };
  await supervisor.apply([member]);
  return {
    supervisor,
    pid: () => Number((supervisor.unit('a') as ServiceUnit).running?.id.replace('pid:', '')),
    async [Symbol.asyncDispose]() {
      await supervisor.close();
      await runtime.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('Supervisor', () => {
  it('notices the end of a process within 100 ms, and starts it again', async () => {
    await using world = await processWorld();
    const took: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const killed = performance.now();
      const noticed = once(world.supervisor.events, 'service-exited').then(() => took.push(performance.now() - killed));
      const back = once(world.supervisor.events, 'service-started');
      process.kill(world.pid(), 'SIGKILL');
      await noticed;
      await back;
    }
    took.sort((a, b) => a - b);
    expect(took[Math.ceil(took.length * 0.99) - 1]).toBeLessThan(100);
    expect(world.supervisor.status()).toMatchObject([{ state: { name: 'ready' }, restarts: KILLS }]);
  }, 120_000);

  it('notices a process that is stopped within four seconds, although its port is open', async () => {
    await using world = await processWorld();
    const pid = world.pid();
    const stopped = performance.now();
    const back = once(world.supervisor.events, 'service-started');
    const noticed = once(world.supervisor.events, 'service-exited');
    process.kill(pid, 'SIGSTOP');
    const [{ report }] = await noticed;
    expect(performance.now() - stopped).toBeLessThan(4100);
    expect(report.error.code).toBe('MC_SERVICE_HUNG');
    await back;
    expect([isAlive(pid), isAlive(world.pid())]).toEqual([false, true]);
  }, 30_000);
});
