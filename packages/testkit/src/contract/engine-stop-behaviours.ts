import assert from 'node:assert/strict';
import { untilAnswers, untilSilent } from './contract-client';
import { IGNORE_TERMINATION } from './contract-service';
import type { Behaviour, EngineUnderTest } from './engine-contract-suite';

/** How an engine ends services. */
export function registerStopBehaviours(behaviour: Behaviour): void {
  behaviour('stops and forgets a service', async (test) => {
    const service = await test.ensure();
    await untilAnswers(service);
    await test.engine.stop(service.id, { graceMs: 5000 });
    await untilSilent(service);
    await assertForgotten(test, service.id);
  });

  behaviour('takes the stop of an unknown id for done', async ({ engine, ensure }) => {
    await engine.stop('no-such-id');
    await engine.release('no-such-id');
    const service = await ensure();
    await Promise.all([engine.stop(service.id), engine.stop(service.id)]);
    await engine.stop(service.id);
  });

  behaviour('ends a service that ignores the polite request', async (test) => {
    const service = await test.ensure(test.define({ [IGNORE_TERMINATION]: '1' }));
    await untilAnswers(service);
    await test.engine.stop(service.id, { graceMs: 100 });
    await untilSilent(service);
    await assertForgotten(test, service.id);
  });

  behaviour('forgets a service that had ended when it is stopped', async (test) => {
    const service = await test.ensure(test.define({ [IGNORE_TERMINATION]: '1' }));
    await test.engine.stop(service.id, { graceMs: 0 });
    await test.engine.stop(service.id);
    await assertForgotten(test, service.id);
  });

  behaviour('ends a service when its last user has left', async (test) => {
    const other = await test.options.createEngine();
    try {
      const service = await test.ensure();
      const same = await other.ensure(test.define(), { signal: new AbortController().signal });
      await untilAnswers(service);
      assert.equal(same.address.port === service.address.port, test.options.shared);
      await other.release(same.id);
      await untilAnswers(service);
      await test.engine.release(service.id);
      await untilSilent(service);
      await assertForgotten(test, service.id);
    } finally {
      await other.close();
    }
  });
}

async function assertForgotten({ engine }: EngineUnderTest, id: string): Promise<void> {
  assert.equal(await engine.inspect(id), undefined);
  assert.deepEqual(await engine.list(), []);
}
