import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { findLockCommand } from '../lock/lock-command';
import { readLockSection } from './lock-file';
import { inTurn, lockPlace } from './lock-turn';
import { readLocked } from './project-lock';
import { readTrust } from './trust-section';

const TIMES = 10;
const WRITER = join(__dirname, '__fixtures__', 'lock-writer.cjs');
const itWithLocks = findLockCommand(process.env['PATH'] ?? '', process.platform) ? it : it.skip;

const namesOf = (...writers: readonly string[]): string[] =>
  writers.flatMap((writer) => Array.from({ length: TIMES }, (_, time) => `${writer}-${time}`)).sort();

const runWriter = (section: string, project: string, home: string, name: string): Promise<unknown[]> =>
  once(spawn(process.execPath, [WRITER, section, project, home, name, String(TIMES)], { stdio: 'inherit' }), 'exit');

describe('inTurn', () => {
  itWithLocks('loses nothing of programs that write different sections at once', async () => {
    await using folder = await temporaryFolder();
    const [project, home] = [folder.path, join(folder.path, 'home')];
    await folder.write('mediaconduit.lock', '{"kept":{"a":1}}');
    const writers = ['providers one', 'trust two', 'providers three', 'trust four'].map((words) => {
      const [section = '', name = ''] = words.split(' ');
      return runWriter(section, project, home, name);
    });
    expect(await Promise.all(writers)).toEqual(Array(4).fill([0, null]));
    expect([...readLocked(project).keys()].sort()).toEqual(namesOf('one', 'three'));
    expect(readTrust(project).map(({ service }) => service)).toEqual(namesOf('two', 'four'));
    expect(readLockSection(project, 'kept')).toEqual({ a: 1 });
  });

  itWithLocks('loses nothing of programs that reach the project and the home by links', async () => {
    await using folder = await temporaryFolder();
    const place = (name: string): string => join(folder.path, name);
    await folder.write('project/mediaconduit.lock', '{}');
    await folder.write('project/below/index.js', '');
    await folder.write('home/.keep', '');
    await symlink(place('project'), place('link'));
    await symlink(join('project', 'below'), place('deep'));
    await symlink(place('home'), place('home-link'));
    const writers = [
      runWriter('providers', place('project'), place('home'), 'one'),
      runWriter('providers', place('link'), place('home'), 'two'),
      runWriter('providers', place('deep'), place('home-link'), 'three'),
    ];
    expect(await Promise.all(writers)).toEqual(Array(3).fill([0, null]));
    expect([...readLocked(place('project')).keys()].sort()).toEqual(namesOf('one', 'two', 'three'));
    expect(await readdir(place('project'))).toEqual(['below', 'mediaconduit.lock']);
    expect(await readdir(join(place('home'), 'run', 'locks'))).toHaveLength(1);
  });

  itWithLocks('lets the next one in after a failure, and nobody who gave up', async () => {
    await using folder = await temporaryFolder();
    const place = lockPlace(folder.path, { home: join(folder.path, 'home'), environment: process.env });
    const { signal } = new AbortController();
    await expect(inTurn(place, signal, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    await expect(inTurn(place, AbortSignal.abort('gone'), async () => 1)).rejects.toBe('gone');
    await expect(inTurn(place, signal, async () => 2)).resolves.toBe(2);
  });
});
