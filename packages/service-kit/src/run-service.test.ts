import { EventEmitter } from 'node:events';
import { deferred } from './__fixtures__/running-service';
import type { Service } from './http-service';
import type { ListenTarget } from './listen-target';
import { runService, type ServiceHost } from './run-service';
import { ServiceStartError } from './service-start-error';

class FakeHost extends EventEmitter implements ServiceHost {
  env: NodeJS.ProcessEnv = { PORT: '0' };
  written = '';
  readonly stderr = { write: (text: string): unknown => (this.written += text) };
  readonly messages: object[] = [];
  readonly exits: number[] = [];
  readonly exited = deferred<number>();

  exit(code: number): void {
    this.exits.push(code);
    this.exited.resolve(code);
  }
}

class FakeService implements Service {
  target: ListenTarget | undefined;
  graceMs: number | undefined;
  readonly drained = deferred<boolean>();

  async listen(target: ListenTarget): Promise<number> {
    this.target = target;
    return 4711;
  }

  drain(graceMs?: number): Promise<boolean> {
    this.graceMs = graceMs;
    return this.drained.promise;
  }
}

describe('runService', () => {
  it('listens where the environment says', async () => {
    const [service, host] = [new FakeService(), new FakeHost()];
    host.env = { PORT: '81', HOST: '0.0.0.0' };
    await runService(service, {}, host);
    expect(service.target).toEqual({ host: '0.0.0.0', port: 81 });
  });

  it('reports the port to a parent with an IPC channel', async () => {
    const [service, host] = [new FakeService(), new FakeHost()];
    const withChannel = Object.assign(host, { send: (message: object) => host.messages.push(message) });
    await runService(service, {}, withChannel);
    expect(host.messages).toEqual([{ type: 'listening', port: 4711 }]);
  });

  it.each(['SIGTERM', 'SIGINT', 'disconnect'])('drains on %s and exits with 0', async (event) => {
    const [service, host] = [new FakeService(), new FakeHost()];
    await runService(service, { graceMs: 5 }, Object.assign(host, { send: () => true }));
    host.emit(event);
    expect(service.graceMs).toBe(5);
    expect(host.exits).toEqual([]);
    service.drained.resolve(true);
    expect(await host.exited.promise).toBe(0);
  });

  it('notices a parent that goes before the service listens', async () => {
    const [service, host] = [new FakeService(), new FakeHost()];
    const withChannel = Object.assign(host, { send: (message: object) => host.messages.push(message) });
    const running = runService(service, {}, withChannel);
    host.emit('disconnect');
    service.drained.resolve(true);
    await running;
    expect(await host.exited.promise).toBe(0);
    expect(host.messages).toEqual([]);
  });

  it('exits with 1 when requests were cut off', async () => {
    const [service, host] = [new FakeService(), new FakeHost()];
    await runService(service, {}, host);
    host.emit('SIGTERM');
    service.drained.resolve(false);
    expect(await host.exited.promise).toBe(1);
  });

  it('exits at once on a second signal, but not when the parent goes during the drain', async () => {
    const [service, host] = [new FakeService(), new FakeHost()];
    await runService(service, {}, Object.assign(host, { send: () => true }));
    host.emit('SIGINT');
    host.emit('disconnect');
    expect(host.exits).toEqual([]);
    host.emit('SIGTERM');
    expect(host.exits).toEqual([143]);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http"\n'],
    [{ PORT: '0' }, 'cannot listen: taken\n'],
  ])('exits with 1 and one line when it cannot start with %p', async (env, line) => {
    const [service, host] = [new FakeService(), new FakeHost()];
    service.listen = () => Promise.reject(new ServiceStartError('cannot listen: taken'));
    host.env = env;
    await runService(service, {}, host);
    expect([host.written, host.exits]).toEqual([line, [1]]);
  });
});
