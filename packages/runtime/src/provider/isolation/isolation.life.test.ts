import { readFileSync } from 'node:fs';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';
import { isolatedWorld, isRunning } from './__fixtures__/isolated-world';
import { ODD_MANIFEST, ODD_PROVIDER } from './__fixtures__/odd-provider-code';

const KILLS = process.env['TORTURE'] ? 50 : 2;
const AT = 'node_modules/odd-provider';

/** A program of its own, which isolates the provider and says the number of its process. */
async function program(folder: Awaited<ReturnType<typeof temporaryFolder>>, then: string) {
  await folder.write('package.json', JSON.stringify({ dependencies: { 'odd-provider': '1.0.0' } }));
  await folder.write(
    `${AT}/package.json`,
    JSON.stringify({ name: 'odd-provider', version: '1.0.0', main: 'index.js' }),
  );
  await folder.write(`${AT}/MediaConduit.provider.yml`, ODD_MANIFEST);
  await folder.write(`${AT}/index.js`, ODD_PROVIDER);
  return runProgram(
    `const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.folder + '/home', isolation: 'process' });
     const model = await host.providers.getProvider('odd').then((provider) => provider.getModel('echo'));
     const { value } = await model.transform('pid');
     say(value);
     ${then}`,
    { folder: folder.path },
  );
}

describe('the process of a provider', () => {
  it('is gone after close(), with what it has started, and leaves nothing open', async () => {
    await using folder = await temporaryFolder();
    const running = await program(
      folder,
      `say([(await model.transform('starts a child')).value, (await model.transform('leaves a child')).value]);
       model.transform('hangs').catch(() => undefined);
       await host.close();
       await new Promise((resolve) => setImmediate(resolve));
       say(process.getActiveResourcesInfo().filter((kind) => !/TTY|stdin|PipeWrap/i.test(kind)));`,
    );
    const { said, end, errors } = await running.ended();
    expect({ end, errors }).toEqual({ end: 0, errors: '' });
    const [pid, children, left] = said as [number, number[], string[]];
    expect([isRunning(pid), left]).toEqual([false, []]);
    await eventually(async () => expect(children.map(isRunning)).toEqual([false, false]));
  });

  it('takes along what it had left behind when it ends by itself', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const children: number[] = [];
    for (const end of ['exits', 'kills itself']) {
      children.push((await model.transform('leaves a child')).value);
      await model.transform(end).catch(() => undefined);
    }
    await eventually(async () => expect(children.map(isRunning)).toEqual([false, false]));
  });

  it('is ended while it loads its provider when the runtime is closed', async () => {
    const code = `require('node:fs').writeFileSync(process.env.ODD_TOKEN, String(process.pid)); for (;;);`;
    await using folder = await temporaryFolder();
    const told = folder.path + '/pid';
    await using world = await isolatedWorld({ code, environment: { ODD_TOKEN: told } });
    const loading = world.provider().catch((error: unknown) => error);
    await eventually(async () => expect(Number(readFileSync(told, 'utf8'))).toBeGreaterThan(0));
    await world.runtime.close();
    expect(isRunning(Number(readFileSync(told, 'utf8')))).toBe(false);
    await expect(loading).resolves.toMatchObject({ facts: { provider: 'odd' } });
  });

  it('ends with a program that never closes its runtime', async () => {
    await using folder = await temporaryFolder();
    const { said, end } = await (await program(folder, '')).ended();
    expect(end).toBe(0);
    await eventually(async () => expect(isRunning(said[0] as number)).toBe(false));
  });

  it('ends with a program that is killed, even when it loops for ever', async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await using folder = await temporaryFolder();
      const running = await program(
        folder,
        `void model.transform('loops'); setTimeout(() => say('loops'), 100); await new Promise(() => setInterval(() => undefined, 1000));`,
      );
      const pid = await running.said<number>();
      await running.said();
      running.child.kill('SIGKILL');
      await running.ended();
      await eventually(async () => expect(isRunning(pid)).toBe(false));
    }
  });

  it('is gone when its calls were aborted or it crashed, and only one runs', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const pids: number[] = [];
    for (const end of ['exits', 'hangs']) {
      pids.push((await model.transform('pid')).value);
      await model.transform(end, { signal: AbortSignal.timeout(50) }).catch(() => undefined);
    }
    await eventually(async () => expect(pids.map(isRunning)).toEqual([false, false]));
    expect(isRunning((await model.transform('pid')).value)).toBe(true);
  });
});
