import { eventually } from '@mediaconduit/testkit';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ProcessReaper } from './process-reaper';
import { REAPER_SCRIPT } from './reaper-script';

/** A program that leads its own group and does nothing. */
function spawnGroup(): { child: ChildProcess; pid: number; ended: Promise<unknown> } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true, stdio: 'ignore' });
  return { child, pid: child.pid ?? 0, ended: once(child, 'exit') };
}

function isRunning({ child }: { child: ChildProcess }): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Runs the shell program over these lines, to its end. */
function runScript(lines: readonly string[]): void {
  const input = lines.map((line) => `${line}\n`).join('');
  expect(spawnSync('/bin/sh', ['-c', REAPER_SCRIPT], { input, env: { PATH: '/usr/bin:/bin' } }).stderr.toString()).toBe(
    '',
  );
}

function startTimeOf(pid: number): string {
  const { stdout } = spawnSync('/bin/sh', ['-c', `cut -d' ' -f22 /proc/${pid}/stat`]);
  return stdout.toString().trim();
}

describe('ProcessReaper', () => {
  let groups: ReturnType<typeof spawnGroup>[] = [];
  const group = (): ReturnType<typeof spawnGroup> => {
    const started = spawnGroup();
    groups.push(started);
    return started;
  };
  afterEach(() => {
    for (const { child } of groups) child.kill('SIGKILL');
    groups = [];
  });

  it('kills what is still listed when it is closed, and nothing else', async () => {
    const [listed, deleted, stranger] = [group(), group(), group()];
    const reaper = new ProcessReaper(process.platform);
    reaper.add(listed.pid);
    reaper.add(deleted.pid);
    reaper.delete(deleted.pid);
    reaper.delete(4_000_000);
    reaper.close();
    await expect(listed.ended).resolves.toEqual([null, 'SIGKILL']);
    expect([deleted, stranger].map(isRunning)).toEqual([true, true]);
  });

  it('goes on with all groups after its shell was killed', async () => {
    const [first, second] = [group(), group()];
    const reaper = new ProcessReaper(process.platform);
    reaper.add(first.pid);
    const shell = await eventually(async () => {
      const found = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]).stdout.toString();
      const line = found.split('\n').find((text) => text.includes('/bin/sh -c'));
      expect(line).toBeDefined();
      return Number.parseInt(line ?? '', 10);
    });
    process.kill(shell, 'SIGKILL');
    await eventually(async () => expect(spawnSync('ps', ['-p', String(shell)]).status).toBe(1));
    await new Promise((resolve) => setImmediate(resolve));
    reaper.add(second.pid);
    reaper.close();
    await expect(Promise.all([first.ended, second.ended])).resolves.toHaveLength(2);
  });

  it('does nothing on Windows, where children are in a job of ours', () => {
    const started = group();
    const reaper = new ProcessReaper('win32');
    reaper.add(started.pid);
    reaper.delete(started.pid);
    reaper.close();
    expect(isRunning(started)).toBe(true);
  });
});

describe('REAPER_SCRIPT', () => {
  let started: ReturnType<typeof spawnGroup>;
  beforeEach(() => {
    started = spawnGroup();
  });
  afterEach(() => started.child.kill('SIGKILL'));

  it('kills a group whose start time is the one that it was told', async () => {
    runScript([`add ${started.pid} ${startTimeOf(started.pid)}`]);
    await expect(started.ended).resolves.toEqual([null, 'SIGKILL']);
  });

  it('finds the start time by itself when it is not told', async () => {
    runScript([`add ${started.pid} `]);
    await expect(started.ended).resolves.toEqual([null, 'SIGKILL']);
  });

  it('leaves a stranger alone that was given the same number', () => {
    runScript([`add ${started.pid} ${Number(startTimeOf(started.pid)) - 1}`]);
    expect(isRunning(started)).toBe(true);
    expect(process.kill(started.pid, 0)).toBe(true);
  });

  it('kills what is left of a group whose leader has ended', async () => {
    const leader = spawn('/bin/sh', ['-c', 'sleep 600 & echo $!'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const startTime = startTimeOf(leader.pid ?? 0);
    const [told] = (await once(leader.stdout, 'data')) as [Buffer];
    if (leader.exitCode === null) await once(leader, 'exit');
    const left = Number(told.toString());
    expect(process.kill(left, 0)).toBe(true);
    runScript([`add ${leader.pid} ${startTime}`]);
    await eventually(async () => expect(() => process.kill(left, 0)).toThrow('ESRCH'));
  });

  it('does not mind a group that is gone, nor lines that it does not know', () => {
    runScript(['add 3999999 1', 'del 3999998', 'hello', '']);
  });
});
