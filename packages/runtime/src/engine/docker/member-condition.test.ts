import type { ContainerInspectInfo } from 'dockerode';
import { awaitCondition } from './member-condition';

const RUNNING = { Running: true, Status: 'running', ExitCode: 0 };
const ENDED = { Running: false, Status: 'exited', ExitCode: 0 };
const health = (status: string) => ({ ...RUNNING, Health: { Status: status, Log: [{ Output: 'refused\n' }] } });

const { signal } = new AbortController();

describe('awaitCondition', () => {
  let looks = 0;

  const wait = (
    condition: Parameters<typeof awaitCondition>[2],
    states: readonly (object | undefined)[],
    at = signal,
  ) => {
    const inspectContainer = async (): Promise<ContainerInspectInfo | undefined> => {
      const state = states[Math.min(looks++, states.length - 1)];
      return (
        state &&
        ({
          Id: 'id',
          State: state,
          Config: { Labels: { 'io.mediaconduit.service': 'web' } },
        } as unknown as ContainerInspectInfo)
      );
    };
    const client = { inspectContainer, containerLogs: async () => Buffer.from('last words\n') };
    return awaitCondition(client, { id: 'id', member: 'db' }, condition, at);
  };

  beforeEach(() => {
    looks = 0;
  });

  it('does not ask about one that only has to be started', async () => {
    await wait('service_started', [undefined]);
    expect(looks).toBe(0);
  });

  it('waits until the engine calls it healthy', async () => {
    await wait('service_healthy', [health('starting'), health('starting'), health('healthy')]);
    expect(looks).toBe(3);
  });

  it('waits until a job has ended', async () => {
    await wait('service_completed_successfully', [{ ...RUNNING }, { Running: false, Status: 'created' }, ENDED]);
    expect(looks).toBe(3);
  });

  it.each([
    ['service_healthy', health('unhealthy'), 'is unhealthy.\n  check: refused\n  last words'],
    ['service_healthy', RUNNING, 'has no healthcheck'],
    ['service_healthy', { ...ENDED, ExitCode: 3 }, 'ended with exit code 3'],
    ['service_healthy', undefined, 'is gone'],
    ['service_completed_successfully', { ...ENDED, ExitCode: 4 }, 'ended with exit code 4'],
    ['service_completed_successfully', undefined, 'is gone'],
  ] as const)('gives up %s of %j', async (condition, state, message) => {
    await expect(wait(condition, [state])).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      message: expect.stringContaining(message),
      facts: { member: 'db', output: ['last words'] },
    });
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const waiting = wait('service_healthy', [health('starting')], controller.signal);
    controller.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
