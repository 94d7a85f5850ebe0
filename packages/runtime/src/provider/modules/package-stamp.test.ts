import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { latestTime, stampOf } from '../catalog/file-stamp';
import { packageStamp } from './package-stamp';

describe('packageStamp', () => {
  it.each([
    ['before a change', -1, false],
    ['as early as the times of files may lag behind', 10, false],
    ['long after the last change', 1000, true],
  ])('of what began to load %s', async (_when, afterMs, told) => {
    await using folder = await temporaryFolder();
    await folder.write('index.js', '');
    const changedAt = latestTime(stampOf(path.join(folder.path, 'index.js')));
    const stamp = await packageStamp(folder.path, changedAt + afterMs);
    expect(stamp !== undefined).toBe(told);
  });
});
