import { temporaryFolder } from '@mediaconduit/testkit';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MARK_VARIABLE, markedProcesses } from './marked-processes';

describe('markedProcesses', () => {
  it('finds what was started with a mark as long as it runs', async () => {
    const child = spawn('sleep', ['600'], { env: { [MARK_VARIABLE]: 'a-mark-of-this-test' }, stdio: 'ignore' });
    await once(child, 'spawn');
    expect(markedProcesses('a-mark-of-this-test')).toEqual([child.pid]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(markedProcesses('a-mark-of-this-test')).toEqual([]);
  });

  it('takes what it may not read, what has ended and what is no process for nobody', async () => {
    await using folder = await temporaryFolder();
    for (const name of ['1', '2', 'self']) await mkdir(path.join(folder.path, name));
    await writeFile(path.join(folder.path, '2', 'environ'), `PATH=/bin\0${MARK_VARIABLE}=mine\0HOME=/\0`);
    await writeFile(path.join(folder.path, 'self', 'environ'), `${MARK_VARIABLE}=mine\0`);
    expect(markedProcesses('mine', folder.path)).toEqual([2]);
    expect(markedProcesses('mine', path.join(folder.path, 'nowhere'))).toEqual([]);
  });
});
