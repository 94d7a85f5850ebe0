import assert from 'node:assert/strict';
import { call, untilAnswers } from './contract-client';
import type { Behaviour } from './engine-contract-suite';
import { eventually } from './eventually';

// eslint-disable-next-line no-control-regex -- these are the characters that must not be there
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What an engine knows of the output of services. */
export function registerOutputBehaviours(behaviour: Behaviour): void {
  behaviour('answers the last lines of output, oldest first', async ({ engine, ensure }) => {
    const service = await ensure();
    await untilAnswers(service);
    for (const line of ['first', 'second', 'third']) await call(service, '/print', line);
    await eventually(async () => assert.deepEqual(await engine.logs(service.id, 2), ['second', 'third']));
    assert.deepEqual(await engine.logs(service.id, 0), []);
  });

  behaviour('keeps the output of a service that ended', async ({ engine, ensure }) => {
    const service = await ensure();
    await untilAnswers(service);
    await call(service, '/print', 'last words');
    await call(service, '/exit?code=2', '');
    await eventually(async () => assert.equal((await engine.inspect(service.id))?.state, 'exited'));
    await eventually(async () => assert.equal((await engine.logs(service.id, 1))[0], 'last words'));
  });

  behaviour('shows control characters in output instead of passing them on', async ({ engine, ensure }) => {
    const service = await ensure();
    await untilAnswers(service);
    await call(service, '/print', 'a\u001b[31mb\u001b]52;c;eA==\u0007c\rd\u009be\u202ef');
    const [line = ''] = await eventually(async () => {
      const lines = await engine.logs(service.id, 1);
      assert.match(lines[0] ?? '', /^a/);
      return lines;
    });
    assert.doesNotMatch(line, CONTROL);
    assert.match(line, /^a.+b.+c.+d.+e.+f$/);
  });

  behaviour('answers no lines for an id that it does not know', async ({ engine }) => {
    assert.deepEqual(await engine.logs('no-such-id'), []);
  });
}
