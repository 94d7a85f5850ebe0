import { createManualClock } from '@mediaconduit/testkit';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ProcessTree } from './process-tree';
import { ServiceProcess } from './service-process';

/** A service whose child and kernel do what the test says. */
function scripted({ remains = 0 } = {}) {
  const clock = createManualClock();
  const child = Object.assign(new EventEmitter(), {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    ref: jest.fn(),
    unref: jest.fn(),
  });
  let left = remains;
  const tree = {
    detached: true,
    terminate: jest.fn(),
    kill: jest.fn(),
    isAlive: jest.fn(() => left-- > 0),
  } satisfies ProcessTree;
  const onEnding = jest.fn();
  const service = new ServiceProcess({
    child: child as unknown as ChildProcess,
    ...{ pid: 4711, serviceId: 'cow-service', label: 'node cow.js', tree, clock, onEnding },
  });
  return { child, clock, onEnding, service, tree };
}

describe('ServiceProcess', () => {
  it('is called by its number and its command line', () => {
    const { service } = scripted();
    expect(service.inspect()).toMatchObject({ id: 'pid:4711', state: 'created', label: 'node cow.js' });
  });

  it('is usable from the moment its port is known until its end begins', () => {
    const { onEnding, service } = scripted();
    expect(service.isUsable).toBe(false);
    service.port = 8080;
    expect(service.isUsable).toBe(true);
    service.kill();
    expect(service.isUsable).toBe(false);
    service.kill();
    expect(onEnding).toHaveBeenCalledTimes(1);
  });

  it.each([
    [3, null, 3],
    [null, 'SIGKILL', 137],
    [null, 'SIGTERM', 143],
  ] as const)('tells exit code %p and signal %p as %p, as a shell does', async (code, signal, exitCode) => {
    const { child, service } = scripted();
    child.emit('exit', code, signal);
    child.emit('close');
    await service.gone;
    expect(service.inspect()).toMatchObject({ state: 'exited', exitCode });
  });

  it('kills what is left of its group until it is gone', async () => {
    const { child, clock, service, tree } = scripted({ remains: 3 });
    child.emit('exit', 0, null);
    child.emit('close');
    await clock.advance(10);
    await service.gone;
    expect(tree.kill).toHaveBeenCalledTimes(3);
    expect(clock.pending).toBe(0);
  });

  it('does not wait for ever for dead programs that nobody collects', async () => {
    const { child, clock, service } = scripted({ remains: Infinity });
    child.emit('exit', 0, null);
    child.emit('close');
    await clock.advance(1020);
    await service.gone;
    expect(clock.pending).toBe(0);
  });

  it('does not wait for ever for output that a stranger holds open', async () => {
    const { child, clock, service } = scripted();
    child.emit('exit', 0, null);
    await clock.advance(200);
    await service.gone;
    expect(child.stdout.destroyed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('reports a program that survives SIGKILL instead of waiting for ever', async () => {
    const { clock, service, tree } = scripted();
    const stop = expect(service.stop({ graceMs: 100 })).rejects.toMatchObject({
      code: 'MC_ENGINE_FAILED',
      facts: { service: 'cow-service', pid: 4711 },
    });
    await clock.advance(100);
    expect(tree.terminate).toHaveBeenCalledTimes(1);
    expect(tree.kill).toHaveBeenCalledTimes(1);
    await clock.advance(5000);
    await stop;
    expect(clock.pending).toBe(0);
  });

  it('lets a second, less patient stop insist', async () => {
    const { child, clock, service, tree } = scripted();
    const stops = Promise.all([service.stop({ graceMs: 60_000 }), service.stop({ graceMs: 0 })]);
    expect(tree.kill).toHaveBeenCalledTimes(1);
    child.emit('exit', null, 'SIGKILL');
    child.emit('close');
    await stops;
    expect(clock.pending).toBe(0);
  });

  it('does not signal a program that has ended', async () => {
    const { child, service, tree } = scripted();
    child.emit('exit', 0, null);
    child.emit('close');
    await service.stop();
    service.kill();
    expect(tree.terminate).not.toHaveBeenCalled();
    expect(tree.kill).not.toHaveBeenCalled();
  });
});
