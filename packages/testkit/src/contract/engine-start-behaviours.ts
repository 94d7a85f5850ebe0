import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { call, untilAnswers } from './contract-client';
import type { Behaviour } from './engine-contract-suite';

/** How an engine answers about itself and starts services. */
export function registerStartBehaviours(behaviour: Behaviour): void {
  behaviour('says whether it can be used, without throwing', async ({ engine }) => {
    assert.equal((await engine.availability()).available, true);
  });

  behaviour('refuses a definition without its block, with the reason', async ({ define, engine, options }) => {
    assert.match(engine.refusal(options.unrunnable)?.reason ?? '', /\w+/);
    assert.equal(engine.refusal(define()), undefined);
  });

  behaviour('starts a service that answers at a literal address', async ({ engine, ensure }) => {
    const service = await ensure();
    assert.equal(service.engine, engine.name);
    assert.equal(service.serviceId, 'contract-service');
    assert.equal(service.adopted, false);
    assert.notEqual(isIP(service.address.host), 0);
    assert.equal(service.baseUrl, `http://${service.address.host}:${service.address.port}`);
    await untilAnswers(service);
  });

  behaviour('keeps a service that runs already', async ({ ensure }) => {
    const first = await ensure();
    const second = await ensure();
    assert.deepEqual([second.id, second.address], [first.id, first.address]);
  });

  behaviour('starts one service for callers that ask at once', async ({ engine, ensure }) => {
    const services = await Promise.all(Array.from({ length: 8 }, () => ensure()));
    assert.equal(new Set(services.map((service) => service.id)).size, 1);
    assert.equal((await engine.list()).length, 1);
  });

  behaviour('starts different services for different definitions', async ({ define, definition, ensure }) => {
    const other = await ensure(definition({ id: 'other-contract-service', environment: {} }));
    const service = await ensure(define());
    assert.notEqual(service.id, other.id);
    assert.notEqual(service.address.port, other.address.port);
    await Promise.all([untilAnswers(service), untilAnswers(other)]);
  });

  behaviour('hands its environment to the service, that of the call first', async ({ define, ensure }) => {
    const definition = define({ CONTRACT_A: 'definition', CONTRACT_B: 'definition' });
    const service = await ensure(definition, { environment: { CONTRACT_B: 'call', CONTRACT_C: 'a "b" $HOME \\' } });
    await untilAnswers(service);
    const values = ['CONTRACT_A', 'CONTRACT_B', 'CONTRACT_C'].map((name) => call(service, `/environment?name=${name}`));
    const bodies = (await Promise.all(values)).map((reply) => reply.body);
    assert.deepEqual(bodies, ['definition', 'call', 'a "b" $HOME \\']);
  });
}
