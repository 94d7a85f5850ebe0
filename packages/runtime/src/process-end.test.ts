import {
  copyContractService,
  CONTRACT_SERVICE_FILE,
  eventually,
  temporaryFolder,
  type TemporaryFolder,
} from '@mediaconduit/testkit';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { runProgram, type Program } from './__fixtures__/run-program';
import { onProcessEnd } from './process-end';

/** A process that ended but was not collected yet counts as gone. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

const START = `
const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.folder + '/home', environment: process.env });
const service = await host.services.getService('./');
await service.startService();
const { containerId } = await service.getServiceStatus();
const reply = await service.request({ path: '/' });
say({ pid: Number(containerId.split(':')[1]), port: service.getServiceInfo().ports[0], text: reply.text() });
`;
const WAIT = 'await new Promise((resolve) => setInterval(resolve, 1e9, 0).ref() && undefined);';

describe('onProcessEnd', () => {
  let folder: TemporaryFolder;
  let programs: Program[] = [];
  beforeAll(async () => {
    folder = await temporaryFolder();
    await copyContractService(folder.path);
    await folder.write(
      'MediaConduit.service.yml',
      `id: cow-service\nname: Cow\nversion: 1.0.0\ncapabilities: [text-to-text]\nengines: [process]\n` +
        `process: { command: [node, ${CONTRACT_SERVICE_FILE}], port: fd }\nreadiness: { path: / }\n`,
    );
  });
  afterEach(() => {
    for (const { child } of programs) child.kill('SIGKILL');
    programs = [];
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  function run(code: string): Program {
    const program = runProgram(code, { folder: folder.path });
    programs.push(program);
    return program;
  }

  async function started(code: string): Promise<{ program: Program; pid: number }> {
    const program = run(START + code);
    const { pid, text } = await program.said<{ pid: number; text: string }>();
    expect(text).toBe('ok');
    return { program, pid };
  }

  const untilGone = (pid: number): Promise<void> => eventually(async () => expect(isRunning(pid)).toBe(false));

  it.each([
    ['has nothing more to do', '', 0],
    ['calls process.exit()', 'process.exit(7);', 7],
    ['throws what nobody catches', 'setImmediate(() => { throw new Error("boom"); });', 1],
    ['rejects what nobody handles', 'void Promise.reject(new Error("boom"));', 1],
    ['closes the runtime itself', 'await host.close(); await host.close(); say("closed");', 0],
  ])('leaves nothing running when the program %s', async (_how, code, status) => {
    const { program, pid } = await started(code);
    await expect(program.ended()).resolves.toMatchObject({ end: status });
    await untilGone(pid);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops the service and ends the program by %s', async (signal) => {
    const { program, pid } = await started(WAIT);
    program.child.kill(signal);
    await expect(program.ended()).resolves.toMatchObject({ end: signal });
    await untilGone(pid);
  });

  it('leaves the end of the program to a listener of its own, and stops the service', async () => {
    const { program, pid } = await started(
      `process.on('SIGTERM', () => { say('heard'); setTimeout(() => process.exit(9), 200); }); say('listening'); ${WAIT}`,
    );
    await expect(program.said()).resolves.toBe('listening');
    program.child.kill('SIGTERM');
    await expect(program.ended()).resolves.toMatchObject({ end: 9, said: ['heard'] });
    await untilGone(pid);
  });

  it('leaves nothing running when the signal comes in the middle of a start', async () => {
    const program = run(
      `const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.folder + '/home' });
       host.events.on('service-state-changed', ({ currentState }) => say(currentState));
       const service = await host.services.getService('./');
       await service.startService();`,
    );
    await expect(program.said()).resolves.toBe('creating');
    program.child.kill('SIGTERM');
    await expect(program.ended()).resolves.toMatchObject({ end: 'SIGTERM' });
  });

  it('ends a program at once whose service was never started, though its front is open', async () => {
    const program = run(
      `const host = runtime.createRuntime({ projectFolder: argument.folder });
       say((await host.services.getService('./')).getServiceInfo().ports[0] > 0);
       say(process.listenerCount('SIGINT'));`,
    );
    await expect(program.ended()).resolves.toMatchObject({ end: 0, said: [true, 0], errors: '' });
  });

  it('leaves a program that has connected through the front able to end', async () => {
    const { program, pid } = await started(
      `const http = require('node:http');
       const agent = new http.Agent({ keepAlive: true });
       http.get({ port: service.getServiceInfo().ports[0], host: '127.0.0.1', agent }, (reply) => reply.resume().on('end', () => say('read')));`,
    );
    await expect(program.ended()).resolves.toMatchObject({ end: 0, said: ['read'] });
    await untilGone(pid);
  });

  describe('on a process that a test holds', () => {
    const host = (): NodeJS.Process => Object.assign(new EventEmitter(), { pid: 4711, kill: jest.fn() }) as never;

    it('closes at the natural end, and only what cannot wait at exit', async () => {
      const [emitter, close, closeSync] = [host(), jest.fn(async () => undefined), jest.fn()];
      onProcessEnd({ close, closeSync }, emitter);
      emitter.emit('beforeExit', 0);
      emitter.emit('exit', 0);
      expect(close).toHaveBeenCalledTimes(1);
      expect(closeSync).toHaveBeenCalledTimes(1);
    });

    it('ends by the signal once everything is closed, also when closing failed', async () => {
      const [emitter, closeSync] = [host(), jest.fn()];
      onProcessEnd({ close: () => Promise.reject(new Error('engine is gone')), closeSync }, emitter);
      emitter.emit('SIGINT', 'SIGINT');
      await eventually(async () => expect(emitter.kill).toHaveBeenCalledWith(4711, 'SIGINT'));
      expect(closeSync).toHaveBeenCalledTimes(1);
    });

    it('takes its hooks away', () => {
      const emitter = host();
      onProcessEnd({ close: async () => undefined, closeSync: () => undefined }, emitter)();
      expect(emitter.eventNames()).toEqual([]);
    });
  });
});
