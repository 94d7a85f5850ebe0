import { join } from 'node:path';
import type { ServiceHandle } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { runProgram, type Program } from '../__fixtures__/run-program';
import { leasedFarm, type LeasedFarm } from './__fixtures__/leased-farm';

const SLOW = { method: 'POST', path: '/slow' } as const;
const NEVER = { method: 'POST', path: '/never' } as const;

const OPEN = `
const program = runtime.createRuntime(argument.place);
const handle = program.services.open(argument.definition);
`;
/** Closes nothing at its end. */
const ASKING = `${OPEN}
say('asks');
const { status } = await handle.request({ path: '/', timeoutMs: 0 });
say(status);
`;
const KEEPING = `${OPEN}
await handle.request({ path: '/' });
void handle.request({ method: 'POST', path: '/never' });
while (program.bulkheads.getMetrics().cow.running < 1) await new Promise(setImmediate);
say('keeps');
`;

/** A program with a process of its own. */
function run(code: string, farm: LeasedFarm): Program {
  const { path: projectFolder } = farm.folder;
  const place = { projectFolder, home: join(projectFolder, 'home') };
  return runProgram(code, { place, definition: farm.definition() });
}

/** The most calls that the service has ever worked on at once. */
async function mostOf(handle: ServiceHandle): Promise<number> {
  const { headers } = await handle.request({ path: '/' });
  return Number(headers['x-most']);
}

describe('programs whose stack limits the calls to a service', () => {
  it('make no more calls at once than it says, together', async () => {
    await using farm = await leasedFarm(['bulkhead: { concurrent: 1, waiting: 2 }']);
    const handles = [await farm.handle(farm.program()), await farm.handle(farm.program())];
    const calls = handles.map((handle) => handle.request(SLOW));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await mostOf(handles[0] as ServiceHandle)).toBe(1);
  });

  it('are turned away at once, each for itself, when too many of its own calls wait', async () => {
    await using farm = await leasedFarm(['bulkhead: { concurrent: 1, waiting: 0 }']);
    const program = farm.program();
    const [one, other] = [await farm.handle(program), await farm.handle(farm.program())];
    const first = one.request(SLOW);
    await eventually(async () => expect(program.bulkheads.getMetrics()['cow']).toMatchObject({ running: 1 }));
    const waits = other.request(SLOW);
    await expect(one.request(SLOW)).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
    expect(program.breakers.getBreaker('cow').getMetrics()).toMatchObject({ failed: 0 });
    expect([(await first).status, (await waits).status]).toEqual([200, 200]);
  });

  it('give their place back when they end, and when they stop waiting for it', async () => {
    await using farm = await leasedFarm(['bulkhead: { concurrent: 1 }']);
    const [ending, staying] = [farm.program(), farm.program()];
    const [holder, other] = [await farm.handle(ending), await farm.handle(staying)];
    const counts = (program: typeof ending) => program.bulkheads.getMetrics()['cow'];
    const kept = expect(holder.request(NEVER)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    await eventually(async () => expect(counts(ending)).toMatchObject({ running: 1 }));
    const caller = new AbortController();
    const cancelled = expect(other.request({ path: '/', signal: caller.signal })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    await eventually(async () => expect(counts(staying)).toMatchObject({ running: 0, waiting: 1 }));
    caller.abort();
    await cancelled;
    const next = other.request({ path: '/' });
    await ending.close();
    await kept;
    expect((await next).status).toBe(200);
    expect(counts(staying)).toMatchObject({ running: 0, waiting: 0 });
  });

  it('give their place back when they are killed, and end by themselves when they have had their turn', async () => {
    await using farm = await leasedFarm(['bulkhead: { concurrent: 1 }']);
    const keeping = run(KEEPING, farm);
    expect(await keeping.said()).toBe('keeps');
    const asking = run(ASKING, farm);
    expect(await asking.said()).toBe('asks');
    keeping.child.kill('SIGKILL');
    expect(await keeping.ended()).toMatchObject({ end: 'SIGKILL' });
    expect(await asking.ended()).toEqual({ end: 0, said: [200], errors: '' });
  });

  it('go by another limit as soon as the stack file has one', async () => {
    await using farm = await leasedFarm(['bulkhead: { concurrent: 1 }']);
    const program = farm.program();
    const handle = await farm.handle(program);
    const text = (await farm.client.config(farm.stack)).text;
    await farm.client.changeConfig(farm.stack, text.replace('concurrent: 1', 'concurrent: 0'));
    await eventually(async () => expect(program.bulkheads.getBulkhead('cow').isLimited).toBe(false));
    await Promise.all([handle.request(SLOW), handle.request(SLOW)]);
    expect(await mostOf(handle)).toBe(2);
    expect(await farm.service()).toMatchObject({ generation: 1 });
  });
});
