import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { processTreeOf } from './process-tree';

describe('processTreeOf', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  function spawnLeader(): { child: ChildProcess; pid: number } {
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    children.push(child);
    return { child, pid: child.pid ?? 0 };
  }

  it.each([
    ['terminate', 'SIGTERM'],
    ['kill', 'SIGKILL'],
  ] as const)('%s sends %s to the group', async (method, signal) => {
    const { child, pid } = spawnLeader();
    processTreeOf('linux')[method](pid);
    await expect(once(child, 'exit')).resolves.toEqual([null, signal]);
    expect(processTreeOf('linux').isAlive(pid)).toBe(false);
  });

  it('takes a process with the number of an ended child for a stranger', () => {
    const { pid } = spawnLeader();
    expect(processTreeOf('linux').isAlive(pid)).toBe(false);
  });

  it('does not mind a group that is gone', async () => {
    const { child, pid } = spawnLeader();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(() => processTreeOf('linux').kill(pid)).not.toThrow();
    expect(() => processTreeOf('linux').terminate(pid)).not.toThrow();
  });

  it('does without groups on Windows, and survives a machine without taskkill', () => {
    const tree = processTreeOf('win32', '/nonexistent');
    expect(tree.detached).toBe(false);
    expect(tree.isAlive(process.pid)).toBe(false);
    expect(() => tree.kill(4_000_000)).not.toThrow();
    expect(() => tree.terminate(4_000_000)).not.toThrow();
  });
});
