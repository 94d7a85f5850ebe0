import type { ServiceStats } from '@mediaconduit/sdk';
import assert from 'node:assert/strict';
import { call, untilAnswers } from './contract-client';
import type { Behaviour, EngineUnderTest } from './engine-contract-suite';
import { eventually } from './eventually';

/** What an engine tells about the use of the machine by services. */
export function registerStatsBehaviours(behaviour: Behaviour): void {
  behaviour('measures what a running service uses', async (test) => {
    const service = await test.ensure();
    await untilAnswers(service);
    const stats = await statsOf(test, service.id);
    if (test.options.measures === false) return assert.equal(stats, undefined);
    assert.ok(stats, 'no figures of a running service');
    const { cpuPercent, memoryBytes, memoryLimitBytes, network, pids } = stats;
    assert.ok(Number.isFinite(cpuPercent) && cpuPercent >= 0, `cpuPercent is ${cpuPercent}`);
    for (const count of [memoryBytes, memoryLimitBytes, pids]) {
      assert.ok(Number.isInteger(count) && count > 0, `${count} is not a positive whole number`);
    }
    assert.ok(memoryBytes < memoryLimitBytes, `${memoryBytes} bytes are over the limit of ${memoryLimitBytes}`);
    for (const count of network ? [network.rxBytes, network.txBytes] : []) {
      assert.ok(Number.isInteger(count) && count >= 0, `${count} is not a number of bytes`);
    }
  });

  behaviour('has no figures of a service that ended, or that it does not know', async (test) => {
    const service = await test.ensure();
    await untilAnswers(service);
    await call(service, '/exit?code=0', '');
    await eventually(async () => assert.equal((await test.engine.inspect(service.id))?.state, 'exited'));
    assert.equal(await statsOf(test, service.id), undefined);
    assert.equal(await statsOf(test, 'no-such-id'), undefined);
  });
}

async function statsOf({ engine }: EngineUnderTest, id: string): Promise<ServiceStats | undefined> {
  return engine.stats?.(id);
}
