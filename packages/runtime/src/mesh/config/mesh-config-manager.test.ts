import { readFile, rm } from 'node:fs/promises';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { MeshConfigManager } from './mesh-config-manager';

const FILE = `# who we are
redis:
  host: \${REDIS_HOST:here} # the cache
  pool_size_is_not: wrong
`;

describe('MeshConfigManager', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  async function manager(text?: string, variables: Record<string, string> = {}) {
    const file = text === undefined ? `${folder.path}/none.yml` : await folder.write('service_mesh.yml', text);
    return { file, config: new MeshConfigManager({ file, variables }) };
  }

  it('reads the file, or the variables alone when there is none', async () => {
    expect((await manager('redis: {host: h}')).config.getConfig().redis.host).toBe('h');
    expect((await manager(undefined, { REDIS_HOST: 'v' })).config.getConfig().redis.host).toBe('v');
    expect((await manager('')).config.validateConfig()).toEqual([]);
  });

  it.each([
    [FILE, ['redis.poolSizeIsNot: there is no such setting']],
    ['redis: [', [expect.stringMatching(/service_mesh\.yml:1:\d+ is not valid/)]],
    ['a: &x [1]\nb: *x', [expect.stringMatching(/alias/i)]],
    ['x'.repeat(70_000), [expect.stringContaining('larger than 65536 bytes')]],
  ])('says all that is wrong, and stands in with defaults', async (text, problems) => {
    const { config } = await manager(text);
    expect(config.validateConfig()).toEqual(problems);
    expect(config.getConfig().redis.port).toBe(6379);
    expect(config.validateConfig({ redis: { port: 0 } })).toEqual(['redis.port: 0 is not between 1 and 65535']);
  });

  it('changes single values, tells what changed, and keeps the file with its comments and variables', async () => {
    const { file, config } = await manager(
      `# who we are\nredis:\n  host: \${REDIS_HOST:here}\ndatabase:\n  pool_size: 3 # few\n`,
    );
    const seen: unknown[] = [];
    config.events.on('config-changed', ({ changed }) => seen.push(changed));
    config.onChange(async () => void seen.push(config.getConfig().redis.port));
    await config.update({ redis: { port: 7000 }, database: { poolSize: 9 }, max_concurrent_starts: 5 });
    expect(seen).toEqual([7000, ['database', 'redis', 'maxConcurrentStarts']]);
    expect(await readFile(file, 'utf8')).toBe(
      `# who we are\nredis:\n  host: \${REDIS_HOST:here}\n  port: 7000\ndatabase:\n  pool_size: 9 # few\nmax_concurrent_starts: 5\n`,
    );
    await config.update({ redis: { port: null } });
    expect(config.getConfig().redis.port).toBe(6379);
  });

  it.each([
    [{ redis: { port: 'many' } }, 'redis.port: "many" is no number'],
    [{ reddis: {} }, 'did you mean "redis"?'],
    [JSON.parse('{"__proto__":{"x":1}}'), '"__proto__" is not allowed'],
    [JSON.parse('{"redis":{"constructor":1}}'), '"constructor" is not allowed'],
  ])('refuses %j and changes nothing', async (patch, message) => {
    const { file, config } = await manager('redis: {host: h}\n');
    const rejected: unknown[] = [];
    config.events.on('config-rejected', ({ error }) => rejected.push(error));
    await expect(config.update(patch)).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
    expect(config.getConfig().redis).toMatchObject({ host: 'h', port: 6379 });
    expect(await readFile(file, 'utf8')).toBe('redis: {host: h}\n');
  });

  it('takes a change back that fails when it is applied', async () => {
    const { file, config } = await manager('redis: {host: good}\n');
    const applied: string[] = [];
    config.onChange(async () => {
      applied.push(config.getConfig().redis.host);
      if (config.getConfig().redis.host === 'bad') throw new Error('refused');
    });
    await expect(config.update({ redis: { host: 'bad' } })).rejects.toThrow('refused');
    expect(applied).toEqual(['bad', 'good']);
    expect(config.getConfig().redis.host).toBe('good');
    expect(await readFile(file, 'utf8')).toContain('good');
  });

  it('makes one change after the other, and none where nothing differs', async () => {
    const { config } = await manager();
    let running = 0;
    let applied = 0;
    config.onChange(async () => {
      expect(++running).toBe(1);
      applied++;
      await new Promise(setImmediate);
      running--;
    });
    const patches = ['a', 'a', 'b'].map((host) => config.update({ redis: { host } }));
    await expect(Promise.all(patches)).resolves.toEqual([['redis'], [], ['redis']]);
    expect(applied).toBe(2);
  });

  it('takes over an edited file, and not a broken one', async () => {
    const { file, config } = await manager('redis: {host: a}');
    await folder.write('service_mesh.yml', 'redis: {host: b}');
    await expect(config.reload()).resolves.toEqual(['redis']);
    await folder.write('service_mesh.yml', 'redis: {host: ');
    await expect(config.reload()).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
    expect(config.getConfig().redis.host).toBe('b');
    await rm(file);
    await expect(config.reload()).resolves.toEqual(['redis']);
  });

  it('takes what a watcher found, and a wrong text only when it is final', async () => {
    const { config } = await manager('redis: {host: a}');
    const take = async (text: string, final: boolean) => {
      await folder.write('service_mesh.yml', text);
      return config.takeFile(text, final);
    };
    const verdicts = [
      await take('redis: {host: a}', true),
      await take('redis: {host: b}', false),
      await take('redis: {port: ', false),
      await take('redis: {port: ', true),
    ];
    expect(verdicts).toEqual(['same', 'applied', 'unreadable', 'rejected']);
    expect(config.getConfig().redis.host).toBe('b');
  });

  it('does not go back to what a watcher read before an update', async () => {
    const { config } = await manager('redis: {host: a}');
    const update = config.update({ redis: { host: 'b' } });
    await expect(config.takeFile('redis: {host: a} ', false)).resolves.toBe('same');
    await update;
    expect(config.getConfig().redis.host).toBe('b');
  });

  it('sums up without secrets', async () => {
    const { config } = await manager('database: {password: hunter2, host: hunter2.example}');
    expect(config.getConfigSummary()).toMatchObject({
      services: { database: { password: '***', host: '***.example' } },
      validationErrors: [],
    });
  });
});
