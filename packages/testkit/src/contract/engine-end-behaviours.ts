import { isMediaConduitError } from '@mediaconduit/sdk';
import assert from 'node:assert/strict';
import { call, untilAnswers, untilSilent } from './contract-client';
import type { Behaviour } from './engine-contract-suite';
import { eventually } from './eventually';

/** What is left when a start is broken off, a service has ended or the engine is closed. */
export function registerEndBehaviours(behaviour: Behaviour): void {
  behaviour('leaves nothing when a start is aborted', async ({ define, engine }) => {
    const abort = new AbortController();
    const start = engine.ensure(define(), { signal: abort.signal });
    abort.abort();
    await assert.rejects(start, (error) => isMediaConduitError(error, 'MC_CALL_ABORTED'));
    assert.deepEqual(await engine.list(), []);
  });

  behaviour('starts nothing for a signal that is aborted already', async ({ define, engine }) => {
    const start = engine.ensure(define(), { signal: AbortSignal.abort() });
    await assert.rejects(start, (error) => isMediaConduitError(error, 'MC_CALL_ABORTED'));
    assert.deepEqual(await engine.list(), []);
  });

  behaviour('starts anew, with a new id and a valid address, after a service has ended', async ({ engine, ensure }) => {
    const first = await ensure();
    await untilAnswers(first);
    await call(first, '/exit?code=1', '');
    await eventually(async () => assert.notEqual((await engine.inspect(first.id))?.state, 'running'));
    const second = await ensure();
    assert.notEqual(second.id, first.id);
    await untilAnswers(second);
  });

  behaviour('releases everything when it is closed', async ({ define, engine, ensure, options }) => {
    const service = await ensure();
    await untilAnswers(service);
    await engine.close();
    await untilSilent(service);
    await assert.rejects(ensure(define()), (error) => isMediaConduitError(error, 'MC_RUNTIME_CLOSED'));
    const next = await options.createEngine();
    const left = await next.list();
    await next.close();
    assert.deepEqual(left, []);
  });

  behaviour('may be closed twice', async ({ engine, ensure }) => {
    await ensure();
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();
  });
}
