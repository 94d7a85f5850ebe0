import { isMediaConduitError, MediaConduitError, type Progress } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { isolatedWorld, isRunning } from './__fixtures__/isolated-world';

describe('calls of a provider in a process of its own', () => {
  it('have the interface of one in this process', async () => {
    await using world = await isolatedWorld();
    const provider = await world.provider();
    expect(provider).toMatchObject({ id: 'odd', name: 'Odd', type: 'local' });
    expect(provider.capabilities).toEqual(['text-to-text', 'video-to-video']);
    expect(provider.models.map(({ id }) => id)).toEqual(['echo', 'film']);
    expect(provider.getModelsForCapability('TEXT_TO_TEXT').map(({ id }) => id)).toEqual(['echo']);
    expect(provider.getModelsForCapability('milk')).toEqual([]);
    await expect(provider.isAvailable()).resolves.toBe(true);
    await expect(provider.getHealth()).resolves.toMatchObject({ status: 'healthy' });
    const promise = provider.getModel('echo');
    await expect(promise.transform('moo')).resolves.toMatchObject({ content: 'moo' });
    const model = await promise;
    expect(model).toMatchObject({ id: 'echo', name: 'Echo', capabilities: ['text-to-text'] });
    expect('transformAll' in model).toBe(false);
    expect(await provider.getModel('echo')).toBe(model);
    await expect(provider.getModel('ech')).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: 'did you mean "echo"?',
    });
  });

  it('show what has changed of the provider', async () => {
    await using world = await isolatedWorld();
    const provider = await world.provider();
    await provider.refreshModels?.();
    expect(provider.models.map(({ id }) => id)).toEqual(['echo', 'film', 'calf']);
    expect(provider.getModelsForCapability('text-to-text')).toHaveLength(2);
  });

  it('keep typed errors whole', async () => {
    await using world = await isolatedWorld();
    const error: unknown = await (await world.model()).transform('typed').catch((thrown: unknown) => thrown);
    expect(isMediaConduitError(error, 'MC_INPUT_INVALID')).toBe(true);
    expect(error).toMatchObject({
      message: 'not a cow',
      hint: 'give a cow',
      facts: { animal: 'dog', legs: 4 },
      retryable: true,
      exitCode: 4,
      stack: expect.stringContaining('odd-provider'),
      cause: { name: 'RangeError', message: 'four legs', cause: { message: 'woof' } },
    });
    expect((error as Error).cause).toBeInstanceOf(RangeError);
  });

  it('keep what can be read of an error, and other calls', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const other = model.transform('moo', { waitMs: 100 });
    await expect(model.transform('cannot be read')).rejects.toThrow('the reason');
    await expect(other).resolves.toMatchObject({ content: 'moo' });
  });

  it('can be ended by the provider at the deadline of all calls, also without options', async () => {
    await using world = await isolatedWorld({ limits: { callTimeoutMs: 300 } });
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    await expect(model.transform('waits for its signal')).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    expect((await model.transform('pid')).value).toBe(pid);
  });

  it('run with what the manifest names, in an empty folder', async () => {
    await using world = await isolatedWorld({ environment: { NODE_OPTIONS: '--no-warnings', AWS_SECRET: 'x' } });
    const { value } = await (await world.model()).transform('where');
    expect(value).toMatchObject({ files: [], variables: { ODD_TOKEN: 'hay-1234' }, argv: [] });
    expect(value.cwd).toMatch(/home\/run\/isolation$/);
    expect(value.pid).not.toBe(process.pid);
  });

  it('report progress and ask their caller', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const seen: Progress[] = [];
    await model.transform('moo', { report: true, onProgress: (progress: Progress) => seen.push(progress) });
    expect(seen.map(({ completed }) => completed)).toEqual([1, 2, 3]);
    const confirm = jest.fn(() => true);
    expect((await model.transform('moo', { ask: true, confirm })).value).toBe(true);
    expect(confirm).toHaveBeenCalledWith({ text: 'Download it?', sizeBytes: 7 });
    await expect(
      model.transform('moo', {
        report: true,
        onProgress: () => {
          throw new Error('mine');
        },
      }),
    ).resolves.toBeDefined();
  });

  it('are cancelled there, with the reason', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    const reason = new MediaConduitError('MC_CALL_ABORTED', 'changed my mind', { facts: { mood: 'bad' } });
    const call = model.transform('moo', {
      untilAborted: true,
      signal: AbortSignal.any([AbortSignal.timeout(60_000), abortedIn(50, reason)]),
    });
    await expect(call).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
      message: 'changed my mind',
      facts: { mood: 'bad' },
    });
    await expect(model.transform('moo', { untilAborted: true, signal: AbortSignal.timeout(30) })).rejects.toMatchObject(
      { name: 'TimeoutError' },
    );
    expect((await model.transform('pid')).value).toBe(pid);
  });

  it('that are cancelled and go on take their process along, but no other call', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    const other = model.transform('still here', { waitMs: 2000 });
    await expect(model.transform('hangs', { signal: abortedIn(50) })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    expect((await model.transform('pid')).value).not.toBe(pid);
    expect(isRunning(pid)).toBe(true);
    await expect(other).resolves.toMatchObject({ content: 'still here' });
    await eventually(async () => expect(isRunning(pid)).toBe(false));
  });

  it('are made by many at once, in one process', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const all = await Promise.all(Array.from({ length: 500 }, (_, at) => model.transform(`moo ${at}`)));
    expect(all.map(({ content }) => content)).toEqual(Array.from({ length: 500 }, (_, at) => `moo ${at}`));
  });

  it('find the provider configured as it was, when its process was started again', async () => {
    await using world = await isolatedWorld();
    const provider = await world.provider();
    await provider.configure({ greeting: 'good day' });
    const model = await world.model();
    await model.transform('exits').catch(() => undefined);
    expect((await model.transform('moo', { configured: true })).value).toBe('good day');
    await expect(provider.configure({ timeout: 3 })).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
  });

  it('start one process for all who wait for it', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    await model.transform('exits').catch(() => undefined);
    const pids = await Promise.all(Array.from({ length: 20 }, () => model.transform('pid')));
    expect(new Set(pids.map(({ value }) => value)).size).toBe(1);
  });

  it('show the last output of a process that ended, without secrets', async () => {
    const code = `console.error('key is', process.env.ODD_TOKEN); console.log('bye'); process.exit(9);`;
    await using world = await isolatedWorld({ code });
    await expect(world.provider()).rejects.toMatchObject({
      code: 'MC_PROVIDER_CRASHED',
      facts: { exitCode: 9, output: expect.arrayContaining(['key is ***', 'bye']) },
    });
  });

  it('fail as in this process when the code cannot be loaded', async () => {
    await using world = await isolatedWorld({ code: `throw new Error('no GPU')` });
    await expect(world.provider()).rejects.toMatchObject({
      code: 'MC_PROVIDER_LOAD_FAILED',
      cause: { message: 'no GPU' },
    });
    await using empty = await isolatedWorld({ code: 'module.exports = 3' });
    await expect(empty.provider()).rejects.toMatchObject({ code: 'MC_PROVIDER_INVALID' });
  });

  it('fail after dispose()', async () => {
    await using world = await isolatedWorld();
    const provider = await world.provider();
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    await provider.dispose();
    await provider.dispose();
    expect(isRunning(pid)).toBe(false);
    await expect(model.transform('moo')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });
});

function abortedIn(delayMs: number, reason?: unknown): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), delayMs);
  return controller.signal;
}
