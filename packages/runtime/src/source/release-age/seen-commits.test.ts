import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { SeenCommits } from './seen-commits';

let home: TemporaryFolder;
let now = Date.parse('2026-06-01T00:00:00.000Z');
const seen = (): SeenCommits => new SeenCommits(home.path, () => now);
const REPOSITORY = 'github:o/cow';

beforeEach(async () => {
  home = await temporaryFolder();
  now = Date.parse('2026-06-01T00:00:00.000Z');
});
afterEach(() => home[Symbol.asyncDispose]());

describe('SeenCommits', () => {
  it('remembers when it saw a commit first, also for the next program', async () => {
    expect(await seen().since(REPOSITORY, 'a')).toBe('2026-06-01T00:00:00.000Z');
    now += 1000;
    expect(await seen().since(REPOSITORY, 'b')).toBe('2026-06-01T00:00:01.000Z');
    expect(await seen().since(REPOSITORY, 'a')).toBe('2026-06-01T00:00:00.000Z');
    expect(await seen().since('github:o/calf', 'a')).toBe('2026-06-01T00:00:01.000Z');
  });

  it('writes nothing at a glance', async () => {
    await seen().since(REPOSITORY, 'a', true);
    expect(await readdir(home.path)).toEqual([]);
  });

  it('begins anew with a clock that was set back, and with a file that is none', async () => {
    await seen().since(REPOSITORY, 'a');
    now -= 5000;
    expect(await seen().since(REPOSITORY, 'a')).toBe('2026-05-31T23:59:55.000Z');
    const [name = ''] = await readdir(join(home.path, 'seen'));
    for (const text of ['', '[]', '{"commits":{}}', '{"commits":[["a","soon"],["a"],7]}', 'null']) {
      await writeFile(join(home.path, 'seen', name), text);
      now += 1000;
      expect(await seen().since(REPOSITORY, 'a')).toBe(new Date(now).toISOString());
    }
  });

  it('forgets the oldest of many', async () => {
    await mkdir(join(home.path, 'seen'), { recursive: true });
    for (let count = 0; count < 103; count += 1) await seen().since(REPOSITORY, `c${count}`);
    const [name = ''] = await readdir(join(home.path, 'seen'));
    const text = await readFile(join(home.path, 'seen', name), 'utf8');
    expect((JSON.parse(text) as { commits: unknown[] }).commits).toHaveLength(100);
    expect(text).not.toContain('"c2"');
    expect(text).toContain('"c3"');
  });
});
