// A service with `rolling` is restarted while programs of the project call it: nobody notices.
import { setTimeout as pause } from 'node:timers/promises';
import { counts, times } from '../figures.mjs';
import { describeErrors, startLoad } from '../load.mjs';
import { web } from '../members.mjs';
import { openWeb } from '../open-web.mjs';

export const rounds = { short: 2, normal: 10, torture: 200 };

const PER_SECOND = 200;

export async function measure({ later, project, rounds: count }) {
  const stack = project();
  stack.write({ shop: web({ rolling: true, variables: { START_MS: '200' } }) });
  await stack.succeed('up', '--wait');
  const runtime = stack.runtime();
  later(() => runtime.close());
  const shop = openWeb(runtime, stack, 'shop');
  await shop.request({ path: '/' });
  const { id } = await stack.stack();
  const client = await stack.client();
  const [restarts, faults] = [[], []];
  // a call that may not be repeated has to be let to its end
  const call = { method: 'POST', path: '/?after=20', timeoutMs: 5000 };
  const load = startLoad(() => shop.request(call), PER_SECOND);
  for (let round = 0; round < count; round++) {
    await pause(300);
    const before = await stack.service('shop');
    const startedAt = performance.now();
    await client.restart(id, 'shop');
    restarts.push(performance.now() - startedAt);
    const after = await stack.service('shop');
    if (after.state !== 'ready' || after.baseUrl === before.baseUrl)
      faults.push(`${before.baseUrl} is ${after.baseUrl} (${after.state})`);
  }
  await pause(300);
  const outcomes = await load.stop();
  const failed = outcomes.filter(({ error }) => error);
  return [
    times(`a rolling restart under ${PER_SECOND} calls a second`, restarts, 3000),
    times(
      'calls meanwhile',
      outcomes.map(({ ms }) => ms),
      500,
    ),
    { ...counts('restarts that replaced nothing', [faults.length]), faults },
    { ...counts(`calls that failed, of ${outcomes.length}`, [failed.length]), faults: describeErrors(failed) },
  ];
}
