import { once } from 'node:events';
import path from 'node:path';
import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { copyContractService, CONTRACT_SERVICE_FILE, serviceDefinition, temporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../create-runtime';
import { createServiceUnit, type ServiceUnit } from './service-unit';
import { DEFAULT_LIVENESS, DEFAULT_RESTART, type StackMember } from './stack-member';
import { Supervisor } from './supervisor';

const CRASHES = 5;

/** A supervisor of one real child process, called all the time. */
async function world({ delayMs, rolling }: { readonly delayMs: number; readonly rolling: boolean }) {
  const folder = await temporaryFolder();
  await copyContractService(folder.path);
  const home = path.join(folder.path, 'home');
  const runtime = createRuntime({ projectFolder: folder.path, home, engine: 'process' });
  const supervisor = new Supervisor({ clock: SYSTEM_CLOCK, random: () => 0.5 });
  const definition = serviceDefinition({
    folder: folder.path,
    process: { command: ['node', CONTRACT_SERVICE_FILE], port: 'fd', environment: {} },
    readiness: { path: '/', timeoutMs: 20_000 },
  });
  const member: StackMember = {
    ...{ name: 'a', settings: {}, dependsOn: [], critical: true, restartWithDependencies: false, rolling },
    createUnit: () => createServiceUnit(runtime.services.control(definition)),
    restart: { ...DEFAULT_RESTART, delayMs, maxDelayMs: delayMs, maxRestarts: 100, maxPerHour: 100 },
    liveness: DEFAULT_LIVENESS,
    stopGraceMs: 1000,
  };
  await supervisor.apply([member]);
  const running = (): ServiceUnit['running'] => (supervisor.unit('a') as ServiceUnit | undefined)?.running;
  return {
    supervisor,
    running,
    kill: () => process.kill(Number(running()?.id.replace('pid:', '')), 'SIGKILL'),
    async [Symbol.asyncDispose]() {
      await supervisor.close();
      await runtime.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Calls one after the other until the work is done; answers what they were answered. */
async function callDuring(baseUrl: () => string | undefined, work: () => Promise<void>): Promise<unknown[]> {
  const answers: unknown[] = [];
  let isOver = false;
  const call = async (): Promise<void> => {
    while (!isOver) answers.push(await statusOf(baseUrl() ?? 'http://127.0.0.1:1'));
  };
  const calls = call();
  await work().finally(() => (isOver = true));
  await calls;
  return answers;
}

async function statusOf(url: string): Promise<unknown> {
  const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(5000) };
  try {
    const response = await fetch(url, options);
    await response.text();
    return response.status;
  } catch (error) {
    return ((error as Error).cause as Error | undefined)?.message ?? (error as Error).name;
  }
}

describe('Supervisor of processes, with callers', () => {
  it.each([
    ['loses at most the call under way when it restarts at once', 1, [200]],
    ['tells callers at once when it restarts later', 500, [200, 503]],
  ] as const)('%s', async (_title, delayMs, expected) => {
    await using one = await world({ delayMs, rolling: false });
    const baseUrl = one.running()?.baseUrl;
    const answers = await callDuring(
      () => baseUrl,
      async () => {
        for (let crash = 0; crash < CRASHES; crash++) {
          const back = once(one.supervisor.events, 'service-started');
          one.kill();
          await back;
          expect(one.running()?.baseUrl).toBe(baseUrl);
        }
      },
    );
    const lost = answers.filter((answer) => typeof answer === 'string');
    expect(lost.length).toBeLessThanOrEqual(CRASHES);
    expect([...new Set(answers)].filter((answer) => typeof answer === 'number').sort()).toEqual(expected);
  });

  it('makes the new copy ready before the old one ends, and tells its address', async () => {
    await using one = await world({ delayMs: 1, rolling: true });
    const before = one.running();
    const answers = await callDuring(
      () => one.running()?.baseUrl,
      () => one.supervisor.restart('a'),
    );
    expect(one.running()?.baseUrl).not.toBe(before?.baseUrl);
    expect(answers).toContain(200);
    // the program drops what it is answering when it is told to end
    expect(answers.filter((answer) => answer !== 200).length).toBeLessThanOrEqual(1);
  });
});
