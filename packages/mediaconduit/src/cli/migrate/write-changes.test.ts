import { execFileSync } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { abortedAt } from './__fixtures__/aborted-at';
import { folderOf, migrated, planOf, textOf } from './__fixtures__/folder-of';
import { STATIC_PROVIDER } from './__fixtures__/old-forms';
import { gitState } from './git-state';
import { JOURNAL, ownFiles, removeLeftovers, writeChanges } from './write-changes';

const everything = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

describe('writeChanges', () => {
  it('changes nothing when it is ended before all files are written beside their places', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    const { changes } = await planOf(folder.path);
    const before = await everything(folder.path);
    await expect(writeChanges(folder.path, changes, abortedAt(changes.length))).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    expect(await everything(folder.path)).toEqual(before);
    expect((await planOf(folder.path)).changes).toEqual(changes);
  });

  it('leaves each file old or new when it is ended half-way, says which, and a second run does the rest', async () => {
    await using whole = await folderOf(STATIC_PROVIDER);
    await migrated(whole.path);
    await using folder = await folderOf(STATIC_PROVIDER);
    const { changes } = await planOf(folder.path);
    const staged = changes.filter(({ kind }) => kind !== 'deleted').length;
    for (let moved = 0; moved < changes.length; moved += 4) {
      await using half = await folderOf(STATIC_PROVIDER);
      const error = await writeChanges(half.path, changes, abortedAt(changes.length + 2 + moved)).catch((one) => one);
      expect(error).toMatchObject({ code: 'MC_CALL_ABORTED', facts: { exitCode: 130 } });
      expect(error.facts.written).toEqual(changes.slice(0, moved).map(({ path }) => path));
      expect(error.facts.left).toEqual(changes.slice(moved).map(({ path }) => path));
      await removeLeftovers(half.path, await ownFiles(half.path));
      await migrated(half.path);
      expect(await everything(half.path)).toEqual(await everything(whole.path));
      for (const { path } of changes.slice(0, staged)) {
        expect([path, await textOf(half.path, path)]).toEqual([path, await textOf(whole.path, path)]);
      }
    }
  });

  it('knows by its journal what a killed migration has written, and takes its leftovers away', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    const { changes } = await planOf(folder.path);
    await writeChanges(folder.path, changes, abortedAt(changes.length + 5)).catch(() => undefined);
    await folder.write('.package.json.4711.mediaconduit-migration', 'torn');
    await folder.write('README.md', 'by somebody else meanwhile\n');
    const own = await ownFiles(folder.path);
    expect([...own]).toEqual(
      expect.arrayContaining([JOURNAL, 'package.json', '.package.json.4711.mediaconduit-migration']),
    );
    expect(own.has('README.md')).toBe(false);
    await removeLeftovers(folder.path, own);
    expect(await everything(folder.path)).not.toEqual(expect.arrayContaining([expect.stringMatching(/-migration/)]));
  });

  it('never writes through a link that has come meanwhile', async () => {
    await using outside = await folderOf({ 'secret.txt': 'secret' });
    await using folder = await folderOf(STATIC_PROVIDER);
    const { changes } = await planOf(folder.path);
    await symlink(join(outside.path, 'secret.txt'), join(folder.path, 'README.md'));
    await expect(writeChanges(folder.path, changes)).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
    expect(await textOf(outside.path, 'secret.txt')).toBe('secret');
    expect((await everything(folder.path)).filter((path) => path.includes('-migration'))).toEqual([]);
  });

  it('puts everything back when a file cannot be written', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    const { changes } = await planOf(folder.path);
    await mkdir(join(folder.path, 'README.md'));
    await expect(writeChanges(folder.path, changes)).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
    expect(await textOf(folder.path, 'package.json')).toBe(STATIC_PROVIDER['package.json']);
  });
});

describe('gitState', () => {
  it('is unknown outside of a repository', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    await expect(gitState(folder.path, [])).resolves.toBeUndefined();
  });

  it('tells what is not committed below the folder, and what git would not bring back', async () => {
    await using folder = await folderOf({ 'a/b.txt': 'x', 'a/c.txt': 'x', 'd.txt': 'x', '.gitignore': 'ignored\n' });
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', folder.path, '-c', 'user.name=t', '-c', 'user.email=t@example.test', ...words]);
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'All');
    const place = join(folder.path, 'a');
    await expect(gitState(place, ['b.txt'])).resolves.toEqual({ dirty: [] });
    await writeFile(join(folder.path, 'd.txt'), 'changed outside of it');
    await writeFile(join(place, 'c.txt'), 'changed');
    await writeFile(join(place, 'ignored'), 'not in git');
    await expect(gitState(place, ['b.txt', 'ignored'])).resolves.toEqual({ dirty: ['c.txt', 'ignored'] });
  });
});
