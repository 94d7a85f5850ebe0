import type { ServiceEngine } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createProcessEngine } from '../process-engine';
import { pythonService, type PythonService } from './__fixtures__/python-service';

// Making an environment takes seconds, and many on a busy machine.
jest.setTimeout(120_000);

const { signal } = new AbortController();

describe('PythonEnvironments', () => {
  let service: PythonService;
  let engines: ServiceEngine[];
  beforeEach(async () => {
    service = await pythonService();
    engines = [];
  });
  afterEach(async () => {
    for (const engine of engines) await engine.close();
    await service[Symbol.asyncDispose]();
  });

  function engineWith(environment: NodeJS.ProcessEnv = {}): ServiceEngine {
    const engine = createProcessEngine({ home: service.home, environment: { ...service.environment, ...environment } });
    engines.push(engine);
    return engine;
  }

  async function ensure(engine: ServiceEngine, told: string[] = []): Promise<Record<string, string | null>> {
    const { baseUrl } = await engine.ensure(service.definition, { signal, onProgress: (text) => told.push(text) });
    return (await (await fetch(baseUrl)).json()) as Record<string, string | null>;
  }

  const venvs = async (): Promise<string[]> => readdir(path.join(service.home, 'venvs')).catch(() => []);

  it('installs the packages once, and starts from what is there without pip', async () => {
    const told: string[] = [];
    const seen = await ensure(engineWith(), told);
    const [name = ''] = await venvs();
    const folder = path.join(service.home, 'venvs', name);
    expect(name).toMatch(/^[0-9a-f]{16}$/);
    expect(seen).toMatchObject({ word: 'moo', prefix: folder, VIRTUAL_ENV: null, SECRET_KEY: null });
    expect(told).toEqual([
      expect.stringMatching(/^Making an environment of Python 3\.\d+\.\d+$/),
      'Installing Python packages: 0 of 1',
      'Installing Python packages: 1 of 1',
      'Unpacking Python packages',
    ]);
    const again: string[] = [];
    expect(await ensure(engineWith({ PIP_FIND_LINKS: '' }), again)).toEqual(seen);
    expect(again).toEqual([]);
    expect(existsSync(path.join(service.definition.folder, '__pycache__'))).toBe(false);
  });

  it('makes an environment again that was not made to its end', async () => {
    const engine = engineWith();
    const { prefix } = await ensure(engine);
    await engine.close();
    const folder = prefix ?? '';
    await rm(path.join(folder, 'mediaconduit.json'));
    await writeFile(path.join(folder, 'half-made'), '');
    expect(await ensure(engineWith())).toMatchObject({ word: 'moo', prefix });
    expect(existsSync(path.join(folder, 'half-made'))).toBe(false);
  });

  it('is made once when two programs want it at once', async () => {
    const told: string[] = [];
    const all = await Promise.all([ensure(engineWith(), told), ensure(engineWith(), told)]);
    expect(all.map(({ word }) => word)).toEqual(['moo', 'moo']);
    expect(told.filter((text) => text.startsWith('Making'))).toHaveLength(1);
    expect(told).toContain('Waiting for another program that installs the same Python packages');
  });

  it('refuses a package with another hash, with the last lines of pip, and leaves nothing', async () => {
    await service.writeLock(service.lock.replace(/sha256:\w{8}/, 'sha256:00000000'));
    await expect(ensure(engineWith())).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      message: expect.stringContaining('a package is not the one that the lock names'),
      facts: { service: 'test-service', step: 'pip install', exitCode: 1, reason: 'hash-mismatch' },
    });
    expect(await venvs()).toEqual([]);
  });

  it('names a lock that is not there', async () => {
    await rm(path.join(service.definition.folder, 'requirements.lock'));
    await expect(ensure(engineWith())).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      hint: expect.stringContaining('process.python.lock'),
      facts: { reason: 'ENOENT', file: path.join(service.definition.folder, 'requirements.lock') },
    });
  });

  describe('with an index that never answers', () => {
    let index: Server;
    let silent: NodeJS.ProcessEnv;
    beforeEach(async () => {
      index = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(index, 'listening');
      const { port } = index.address() as AddressInfo;
      silent = { PIP_NO_INDEX: '', PIP_FIND_LINKS: '', PIP_INDEX_URL: `http://127.0.0.1:${port}/` };
    });
    afterEach(async () => {
      index.closeAllConnections();
      await new Promise((resolve) => index.close(resolve));
    });

    it('ends pip and leaves nothing when the start is aborted', async () => {
      const abort = new AbortController();
      const start = engineWith(silent).ensure(service.definition, { signal: abort.signal });
      start.catch(() => undefined);
      await once(index, 'request');
      abort.abort();
      await expect(start).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(await venvs()).toEqual([]);
      expect(await processesIn(service.home)).toEqual([]);
    });

    it('ends pip with a program that is killed, and the next one makes it again', async () => {
      const script = path.join(__dirname, '..', '__fixtures__', 'run-engine.cjs');
      const env = { ...service.environment, ...silent, MEDIACONDUIT_HOME: service.home };
      const argv = [script, JSON.stringify(service.definition), 'wait for ever'];
      const program = spawn(process.execPath, argv, { env, stdio: 'ignore' });
      await once(index, 'request');
      program.kill('SIGKILL');
      await eventually(async () => {
        const left = await processesIn(service.home);
        expect(left).toEqual([]);
      });
      expect(await venvs()).toHaveLength(1);
      expect(await ensure(engineWith())).toMatchObject({ word: 'moo' });
      expect(await venvs()).toHaveLength(1);
    });
  });
});

/** Ids of processes, without ours, that work in the folder. */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => '');
    if (cwd === folder) found.push(name);
  }
  return found;
}
