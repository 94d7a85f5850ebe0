import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { FolderUses } from './folder-uses';

describe('FolderUses', () => {
  let home: TemporaryFolder;
  beforeEach(async () => void (home = await temporaryFolder()));
  afterEach(() => home[Symbol.asyncDispose]());

  const records = (): Promise<string[]> => readdir(path.join(home.path, 'run', 'uses'));
  const ours = { pid: process.pid, service: 'a-service', folders: ['/a', '/b'] };

  it('tells what running processes use, until it is told that they ended', async () => {
    const uses = new FolderUses(home.path);
    expect(await uses.list()).toEqual([]);
    await uses.add(ours);
    expect(await uses.list()).toEqual([expect.objectContaining(ours)]);
    await uses.delete(process.pid);
    await uses.delete(process.pid);
    expect(await uses.list()).toEqual([]);
  });

  it('passes over processes that ended without a word, and what is no record', async () => {
    const uses = new FolderUses(home.path);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await uses.add({ ...ours, pid });
    await home.write('run/uses/1.json', '{"pid":');
    expect(await uses.list()).toEqual([]);
    expect(await records()).toEqual([]);
  });

  it('passes over a process that has the number of an ended one', async () => {
    const record = { ...ours, startTime: '1' };
    await home.write(`run/uses/${process.pid}.json`, JSON.stringify(record));
    expect(await new FolderUses(home.path).list()).toEqual([]);
  });
});
