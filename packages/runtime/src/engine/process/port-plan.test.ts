import { serviceDefinition } from '@mediaconduit/testkit';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { bindSocket, type BoundSocket } from './bind-socket';
import { OutputLog } from './output-log';
import { planPort, type PortPlan } from './port-plan';

const definition = serviceDefinition();
const bind = (): BoundSocket | undefined => bindSocket('linux');

/** Ports that a plan finds in what a child says. */
async function portsOf(plan: PortPlan, said: { messages?: unknown[]; output?: string }): Promise<number[]> {
  const child = new EventEmitter() as ChildProcess;
  const output = new OutputLog();
  const ports: number[] = [];
  const stop = plan.watch(child, output, (port) => ports.push(port));
  for (const message of said.messages ?? []) child.emit('message', message);
  const stream = new PassThrough();
  output.read(stream);
  stream.end(said.output ?? '');
  await new Promise((resolve) => stream.once('close', resolve));
  stop();
  expect(child.listenerCount('message')).toBe(0);
  return ports;
}

describe('planPort', () => {
  it('lets the child inherit a bound socket as descriptor 3', async () => {
    const plan = planPort(definition, 'fd', bind);
    expect(plan.stdio).toEqual([plan.socket?.fd]);
    expect(plan.environment).toEqual({ MEDIACONDUIT_LISTEN_FD: '3' });
    await expect(portsOf(plan, {})).resolves.toEqual([plan.socket?.port]);
    plan.socket?.close();
  });

  it.each([8091, 0])('takes the port %i of a program that cannot be told', async (port) => {
    const plan = planPort(definition, port, bind);
    expect(plan).toMatchObject({ stdio: [], environment: {} });
    expect(plan.socket).toBeUndefined();
    await expect(portsOf(plan, { output: 'Listening on 127.0.0.1:1' })).resolves.toEqual([port]);
  });

  it.each([
    ['ipc', 'linux'],
    ['fd', 'win32'],
  ] as const)('has the child choose and report its port for %s on %s', (port, platform) => {
    const plan = planPort(definition, port, () => bindSocket(platform));
    expect(plan).toMatchObject({ stdio: ['ipc'], environment: { PORT: '0', HOST: '127.0.0.1' } });
    expect(plan.socket).toBeUndefined();
  });

  it('takes only a valid port from a message', async () => {
    const wrong = [
      null,
      'listening',
      {},
      { type: 'other', port: 1 },
      ...[0, -1, 1.5, 65_536, '1x', NaN, {}, undefined],
    ];
    const messages = [
      ...wrong.map((port) => ({ type: 'listening', port })),
      ...wrong,
      { type: 'listening', port: 4711 },
    ];
    await expect(portsOf(planPort(definition, 'ipc', bind), { messages })).resolves.toEqual([4711]);
  });

  it('finds the port in a line of output, coloured or not', async () => {
    const plan = planPort(definition, { log: 'Listening on \\S+:(\\d+)' }, bind);
    expect(plan.stdio).toEqual([]);
    expect(plan.environment).toEqual({});
    const output = 'Listening on x:99999\nstarting\n\u001b[32mListening on \u001b[1mhttp://127.0.0.1:4711\u001b[0m\n';
    await expect(portsOf(plan, { output })).resolves.toEqual([4711]);
  });

  it('tells the child where to listen by its own variable', () => {
    expect(planPort(definition, { env: 'OLLAMA_HOST', log: 'x' }, bind).environment).toEqual({
      OLLAMA_HOST: '127.0.0.1:0',
    });
    expect(planPort(definition, { env: 'PORT', value: '0', log: 'x' }, bind).environment).toEqual({ PORT: '0' });
  });

  it('names the file of a pattern that is none', () => {
    expect(() => planPort(definition, { log: '(' }, bind)).toThrow(
      expect.objectContaining({ code: 'MC_MANIFEST_INVALID', hint: expect.stringContaining(definition.file) }),
    );
  });
});
