import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { processStartTime } from '../engine/process/process-start-time';
import { isMarkAlive, processMark } from './process-mark';

/** The mark that another process of this machine would make. */
const markOf = (pid: number, startTime: string): string =>
  processMark().replace(/^\d+-\d*/, () => `${pid}-${startTime}`);

describe('isMarkAlive', () => {
  it('knows this process, and that another one had its number before', () => {
    expect(isMarkAlive(processMark(), '/no/such/file')).toBe(true);
    expect(isMarkAlive(markOf(process.pid, '1'), '/no/such/file')).toBe(false);
  });

  it('takes a process for dead that nobody has asked for its end', async () => {
    // The child ends when the shell has become a program that never waits for it.
    const child = 'until grep -q sleep /proc/$PPID/comm; do :; done';
    const script = `sh -c '${child}' & echo $!; exec sleep 60`;
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const mark = markOf(pid, processStartTime(pid));
    await eventually(async () => expect(isMarkAlive(mark, '/no/such/file')).toBe(false));
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill();
    await once(parent, 'exit');
  });

  it('believes what it cannot judge as long as its file is younger than a week', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('mark', '');
    for (const mark of ['', 'nonsense', '7-7-00000000-7']) {
      expect(isMarkAlive(mark, file)).toBe(true);
      expect(isMarkAlive(mark, '/no/such/file')).toBe(false);
    }
    const old = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(file, old, old);
    expect(isMarkAlive('nonsense', file)).toBe(false);
  });
});
