import { eventually } from '@mediaconduit/testkit';
import { isolatedWorld, isRunning } from './__fixtures__/isolated-world';
import { ODD_PROVIDER } from './__fixtures__/odd-provider-code';

const DEADLINE_MS = 1500;
/** Nothing here takes so long, on however busy a machine. */
const AMPLE_MS = 60_000;
const ROUNDS = process.env['TORTURE'] ? 20 : 1;

/** What the caller learns, and how often the whole is done. */
const CRASHES: readonly [string, Record<string, unknown>][] = [
  ['exits', { code: 'MC_PROVIDER_CRASHED', facts: { reason: 'ended', exitCode: 3 } }],
  ['exits well', { code: 'MC_PROVIDER_CRASHED', facts: { reason: 'ended', exitCode: 0 } }],
  ['throws later', { code: 'MC_PROVIDER_CRASHED', cause: { message: 'too late' } }],
  ['rejects unseen', { code: 'MC_PROVIDER_CRASHED', cause: { message: 'nobody looked' } }],
  ['closes files', { code: 'MC_PROVIDER_CRASHED' }],
  ['kills itself', { code: 'MC_PROVIDER_CRASHED', facts: { reason: 'ended', signal: 'SIGKILL' } }],
  ['writes to the sockets', { code: 'MC_PROVIDER_CRASHED', facts: { reason: 'broken' } }],
];
const HANGS = ['loops', 'hangs', 'stops itself', 'patches objects'];
const THROWS: readonly [string, Record<string, unknown> | string][] = [
  ['throws', { name: 'TypeError', message: 'no such cow' }],
  ['rejects', { name: 'Error', message: 'no grass', status: 418 }],
  ['throws text', 'moo'],
];

describe('a provider in a process of its own that', () => {
  it.each(CRASHES)('%s takes its call along, and the next one works', async (fault, expected) => {
    await using world = await isolatedWorld();
    const model = await world.model();
    for (let round = 0; round < ROUNDS; round++) {
      await expect(model.transform(fault, { timeoutMs: AMPLE_MS })).rejects.toMatchObject({
        retryable: true,
        ...expected,
        ...('facts' in expected && { facts: expect.objectContaining(expected['facts'] as object) }),
      });
      await expect(model.transform('moo')).resolves.toMatchObject({ content: 'moo' });
    }
  });

  it.each(HANGS)('%s is ended at the deadline of its call, and the next one works', async (fault) => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    await expect(model.transform(fault, { timeoutMs: DEADLINE_MS })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
      facts: { provider: 'odd', timeoutMs: DEADLINE_MS },
    });
    await expect(model.transform('moo')).resolves.toMatchObject({ content: 'moo' });
    await eventually(async () => expect(isRunning(pid)).toBe(false));
  });

  it.each(['takes bytes', 'takes objects'])('%s without end gets no more than its limit', async (fault) => {
    await using world = await isolatedWorld({ limits: { memoryMb: 300 } });
    const model = await world.model();
    await expect(model.transform(fault, { timeoutMs: AMPLE_MS })).rejects.toThrow(
      /memory|allocation failed|SIG|exit code/i,
    );
    await expect(model.transform('moo')).resolves.toMatchObject({ content: 'moo' });
  });

  it.each(THROWS)('%s fails its call with that, and goes on', async (fault, expected) => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const { value: pid } = await model.transform('pid');
    const thrown: unknown = await model.transform(fault).catch((error: unknown) => error);
    if (typeof expected === 'string') expect(thrown).toBe(expected);
    else expect(thrown).toMatchObject(expected);
    expect(thrown instanceof TypeError).toBe(fault === 'throws');
    expect((await model.transform('pid')).value).toBe(pid);
  });

  it('gives every object a then() is ended, with an error that says so', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    await expect(model.transform('poisons objects')).rejects.toMatchObject({
      code: 'MC_PROVIDER_CRASHED',
      message: expect.stringContaining('Object.prototype.then'),
    });
    await eventually(async () => expect(await model.transform('moo')).toMatchObject({ content: 'moo' }));
  });

  it('gives no sign of life is ended, also without a deadline', async () => {
    await using world = await isolatedWorld({ limits: { heartbeatMs: 500 } });
    const model = await world.model();
    const bystander = model.transform('x', { waitMs: AMPLE_MS }).catch((error: unknown) => error);
    await expect(model.transform('loops')).rejects.toMatchObject({
      code: 'MC_PROVIDER_CRASHED',
      facts: { reason: 'hung' },
    });
    await expect(bystander).resolves.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
    await expect(model.transform('moo')).resolves.toMatchObject({ content: 'moo' });
  });

  it('gives no sign of life while it loads is waited for', async () => {
    const code = `const until = Date.now() + 1000; while (Date.now() < until);\n${ODD_PROVIDER}`;
    await using world = await isolatedWorld({ code, limits: { heartbeatMs: 50 } });
    await expect(world.provider()).resolves.toMatchObject({ id: 'odd' });
  });

  it('crashes each time is spared for a while', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const codes: string[] = [];
    for (let at = 0; at < 7; at++) {
      await model.transform('exits').catch((error: { code: string }) => codes.push(error.code));
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('MC_PROVIDER_CRASHED'));
    expect(codes.slice(5)).toEqual(['MC_CIRCUIT_OPEN', 'MC_CIRCUIT_OPEN']);
    world.runtime.breakers.getBreaker('provider odd').reset();
    await expect(model.transform('moo')).resolves.toMatchObject({ content: 'moo' });
  });

  it('cannot pass for another provider', async () => {
    const code = `module.exports = class { constructor({ manifest }) { Object.assign(this, manifest, { id: 'openai' }); }
      configure() {} isAvailable() { return true; } getModelsForCapability() { return []; } getModel() {} getHealth() {} };`;
    await using world = await isolatedWorld({ code });
    expect((await world.provider()).id).toBe('odd');
    await expect(world.runtime.providers.getProvider('openai')).rejects.toMatchObject({
      code: 'MC_PROVIDER_NOT_FOUND',
    });
  });
});
