import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporaryFolder } from '@mediaconduit/testkit';
import { fixtureProject } from './__fixtures__/fixture-project';
import { runCommand, type Finished } from './__fixtures__/spawn-command';

let project: TemporaryFolder;
beforeEach(async () => {
  project = await fixtureProject();
  await project.write('home/cache/echo-service/base/weights.bin', Buffer.alloc(2_500_000));
  await project.write('home/cache/echo-service/tiny', Buffer.alloc(10));
  await project.write('home/cache/gone-service.json', '{"layout":"whole"}');
  await project.write('home/cache/gone-service/blobs/1', Buffer.alloc(300));
});
afterEach(() => project[Symbol.asyncDispose]());

const cache = (...words: string[]): Promise<Finished> => runCommand(project.path, ['cache', ...words]);
const isThere = (...names: string[]): boolean => existsSync(join(project.path, 'home', 'cache', ...names));

describe('mediaconduit cache ls', () => {
  it('shows what services keep, also those that are not installed any more', async () => {
    const { code, stderr, stdout } = await cache('ls');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'total 2.50 MB\n' });
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
    expect(stdout.split('\n')).toEqual([
      'SERVICE       NAME   ENGINE   SIZE     CHANGED',
      expect.stringMatching(`^echo-service  base   process  2.50 MB  ${time}$`),
      expect.stringMatching(`^echo-service  tiny   process  10 B     ${time}$`),
      expect.stringMatching(`^gone-service  store  process  300 B    ${time}$`),
      '',
    ]);
  });

  it('shows one service, and says when it keeps nothing', async () => {
    expect((await cache('ls', 'gone-service')).stdout).not.toContain('echo-service');
    expect(await cache('ls', 'slow-service')).toEqual({ code: 0, stdout: '', stderr: 'slow-service keeps nothing\n' });
    const { code, stderr } = await cache('ls', 'ehco-service');
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('did you mean "echo-service"') });
  });

  it('answers one object with --json, and names engines that do not answer', async () => {
    const { stdout } = await cache('--json');
    expect(JSON.parse(stdout)).toEqual({
      entries: [
        expect.objectContaining({ service: 'echo-service', name: 'base', kind: 'item', sizeBytes: 2_500_000 }),
        expect.objectContaining({
          name: 'tiny',
          inUse: false,
          path: join(project.path, 'home/cache/echo-service/tiny'),
        }),
        expect.objectContaining({ service: 'gone-service', kind: 'store' }),
      ],
      totalBytes: 2_500_310,
      unread: [{ engine: 'docker', reason: expect.any(String) }],
    });
  });
});

describe('mediaconduit cache rm', () => {
  it('removes nothing without a yes', async () => {
    const { code, stderr } = await cache('rm', 'echo-service/base');
    expect(code).toBe(2);
    expect(stderr).toContain('Remove echo-service/base (2.50 MB)? It was not done');
    expect(stderr).toContain('--yes');
    expect(isThere('echo-service', 'base')).toBe(true);
  });

  it('removes one entry, and all of a service', async () => {
    expect(await cache('rm', 'echo-service/base', '--yes', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect([isThere('echo-service', 'base'), isThere('echo-service', 'tiny')]).toEqual([false, true]);
    const { stderr } = await cache('rm', 'echo-service', 'gone-service', '--yes');
    expect(stderr).toContain('removed echo-service/tiny, gone-service/store, 310 B\n');
    expect([isThere('echo-service', 'tiny'), isThere('gone-service')]).toEqual([false, false]);
  });

  it('removes everything but what is in use', async () => {
    const use = { pid: process.pid, service: 'gone-service', folders: [join(project.path, 'home/cache/gone-service')] };
    await project.write(`home/run/uses/${process.pid}.json`, JSON.stringify(use));
    const named = await cache('rm', 'gone-service', '--yes');
    expect(named).toMatchObject({ code: 8, stderr: expect.stringContaining('MC_CACHE_IN_USE') });
    const { code, stdout } = await cache('rm', '--all', '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      removed: [{ name: 'base' }, { name: 'tiny' }],
      kept: [{ service: 'gone-service', inUse: true }],
      freedBytes: 2_500_010,
    });
    expect(await cache('rm', '--all', '--yes')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('kept gone-service/store: it is in use\nnothing was removed\n'),
    });
  });

  it.each([
    ['nothing', ['rm'], 2, 'Nothing says what is to be removed.'],
    ['names with --all', ['rm', 'echo-service', '--all'], 2, 'not both'],
    ['an unknown name', ['rm', 'echo-service/bsae', '--yes'], 3, '"echo-service/base"'],
    ['a path', ['rm', '../..', '--yes'], 3, 'MC_CACHE_ENTRY_NOT_FOUND'],
  ])('refuses %s', async (_what, words, code, text) => {
    expect(await cache(...words)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) });
    expect(isThere('echo-service', 'base')).toBe(true);
  });
});
