import type { EngineEvent } from '@mediaconduit/sdk';
import assert from 'node:assert/strict';
import { call, untilAnswers } from './contract-client';
import type { Behaviour } from './engine-contract-suite';
import { eventually } from './eventually';

/** What an engine tells about services: when asked, and by itself. */
export function registerEventBehaviours(behaviour: Behaviour): void {
  behaviour('lists and inspects what runs', async ({ engine, ensure }) => {
    const { address, id } = await ensure();
    const inspection = await engine.inspect(id);
    assert.deepEqual([inspection?.state, inspection?.address], ['running', address]);
    assert.equal(inspection?.serviceId, 'contract-service');
    const listed = (await engine.list()).map(({ id: listedId, state }) => ({ id: listedId, state }));
    assert.deepEqual(listed, [{ id, state: 'running' }]);
  });

  behaviour('does not know an unknown id', async ({ engine }) => {
    assert.equal(await engine.inspect('no-such-id'), undefined);
  });

  for (const { exitCode, path, title } of [
    { title: 'ends by itself', path: '/exit?code=3', exitCode: 3 },
    { title: 'is killed by SIGKILL', path: '/kill', exitCode: 137 },
  ]) {
    behaviour(`tells that a service ${title}, with the exit code`, async ({ engine, ensure }) => {
      const events: EngineEvent[] = [];
      engine.subscribe((event) => events.push(event));
      const service = await ensure();
      await untilAnswers(service);
      await call(service, path, '');
      const exited = await eventually(async () => {
        const event = events.find(({ type }) => type === 'exited');
        assert.ok(event, 'no exited event');
        return event;
      });
      assert.deepEqual([exited.id, exited.serviceId, exited.exitCode], [service.id, 'contract-service', exitCode]);
      const inspection = await engine.inspect(service.id);
      assert.deepEqual([inspection?.state, inspection?.exitCode], ['exited', exitCode]);
      const listed = (await engine.list()).map(({ state }) => state);
      assert.deepEqual(listed, ['exited']);
    });
  }

  behaviour('tells of a start, and nothing more after unsubscribing', async ({ engine, ensure }) => {
    const heard: EngineEvent[] = [];
    const unheard: EngineEvent[] = [];
    engine.subscribe((event) => heard.push(event));
    engine.subscribe((event) => unheard.push(event))();
    const service = await ensure();
    await engine.stop(service.id, { graceMs: 5000 });
    await eventually(async () => assert.deepEqual(typesOf(heard, service.id), ['started', 'exited']));
    assert.deepEqual(unheard, []);
  });
}

/** Each type once: an engine may repeat itself, events are hints. */
function typesOf(events: readonly EngineEvent[], id: string): string[] {
  return [...new Set(events.filter((event) => event.id === id).map(({ type }) => type))];
}
