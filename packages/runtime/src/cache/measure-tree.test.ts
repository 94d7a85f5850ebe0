import { temporaryFolder } from '@mediaconduit/testkit';
import { link, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { measureTree } from './measure-tree';

describe('measureTree', () => {
  it('adds what lies in a folder, counts a file of two names once, and follows no link', async () => {
    await using folder = await temporaryFolder();
    const outside = await folder.write('outside/large.bin', Buffer.alloc(5000));
    const file = await folder.write('model/deep/weights.bin', Buffer.alloc(1000));
    await folder.write('model/config.json', '{}');
    await link(file, path.join(folder.path, 'model', 'same.bin'));
    await symlink(path.dirname(outside), path.join(folder.path, 'model', 'away'));
    const { sizeBytes } = (await measureTree(path.join(folder.path, 'model'))) ?? {};
    expect(sizeBytes).toBeGreaterThanOrEqual(1002);
    expect(sizeBytes).toBeLessThan(1002 + 1000);
  });

  it('tells when the latest change was', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('a', 'a');
    await utimes(file, 0, 1_700_000_000);
    expect(await measureTree(file)).toEqual({ sizeBytes: 1, modifiedAt: '2023-11-14T22:13:20.000Z' });
    expect(await measureTree(path.join(folder.path, 'b'))).toBeUndefined();
  });
});
