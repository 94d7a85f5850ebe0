import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonRequest } from '@mediaconduit/runtime/supervision';
import { eventually } from '@mediaconduit/testkit';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';
import { serviceStatus, stackStatus } from './__fixtures__/stack-status';

let project: StackProject;
let asked: string[];
beforeEach(async () => {
  project = await stackProject();
  asked = [];
});
afterEach(() => project[Symbol.asyncDispose]());

const note = ({ params, query }: JsonRequest): void =>
  void asked.push([...Object.values(params), ...query.getAll('volume'), ...query.getAll('service')].join(' '));

function serve(file = project.file): Promise<unknown> {
  const stack = stackStatus(file, [serviceStatus('redis'), serviceStatus('web')]);
  return project.serve(() => [stack], {
    'DELETE /v1/stacks/{stack}': async (request) => {
      note(request);
      return { removed: request.query.getAll('volume').filter((volume) => volume !== 'none') };
    },
    'POST /v1/shutdown': async () => void asked.push('shutdown'),
    'POST /v1/stacks/{stack}/services/{service}/restart': async (request) => note(request),
    'GET /v1/stacks/{stack}/logs': async function* (request) {
      note(request);
      yield { type: 'log', service: 'redis', line: 'one \u001b[2J' };
      if (!request.query.has('service')) yield { type: 'log', service: 'web', line: 'two' };
      if (request.query.get('follow') !== 'true') return;
      await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
    },
  });
}

async function finish(...words: string[]) {
  const { exitCode, stderr, stdout } = project.run(words);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe('mediaconduit down', () => {
  it('ends the stack of the project, also from a folder in it and without its file', async () => {
    await serve();
    expect(await finish('down')).toEqual({ code: 0, stdout: '', stderr: 'stopped shop\n' });
    await project.folder.write('deep/er/file', '');
    rmSync(project.file);
    expect((await finish('down', '--cwd', 'deep/er', '--json')).stdout).toBe(
      '{\n  "stopped": [\n    "shop"\n  ],\n  "removed": []\n}\n',
    );
    expect(asked).toEqual(['shop-1', 'shop-1']);
  });

  it('removes volumes only when they are named and somebody says yes', async () => {
    await serve();
    expect(await finish('down', '--volumes', 'data')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(asked).toEqual([]);
    const terminal = project.run(['down', '--volumes', 'data'], { terminal: true, answer: 'y' });
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.stderr.text).toContain('Remove data with all data in it? [y/N] ');
    const { stderr } = await finish('down', '--volumes', 'data', 'more', '--yes');
    expect(stderr).toContain('stopped shop, removed data, more\n');
    expect(asked).toEqual(['shop-1 data', 'shop-1 data more']);
    const none = await finish('down', '--volumes', 'data', 'none', '--yes');
    expect(none).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('shop is stopped, but it has no volume none'),
    });
    expect(await finish('down', '--all', '--volumes', 'data')).toMatchObject({ code: 2 });
  });

  it('ends everything with --all', async () => {
    await serve();
    expect(await finish('down', '--all')).toMatchObject({ code: 0, stderr: 'stopped shop, the supervisor\n' });
    expect(asked).toEqual(['shutdown']);
  });

  it('ends a stack whose folder is gone', async () => {
    const gone = join(project.folder.path, 'gone');
    const none = { code: 2, stderr: expect.stringContaining(`The folder ${gone} does not exist.`) };
    expect(await finish('down', '--cwd', gone)).toMatchObject(none);
    await serve(join(realpathSync(project.folder.path), 'gone', 'mediaconduit.yml'));
    const said = `no stack of this folder runs\nfor another one: --cwd ${gone}\n`;
    expect(await finish('down')).toMatchObject({ code: 0, stderr: said });
    expect(await finish('status', '--cwd', gone)).toMatchObject({ code: 0 });
    expect(await finish('restart', 'web', '--cwd', gone)).toMatchObject({ code: 0 });
    expect(await finish('logs', 'redis', '--cwd', 'gone')).toMatchObject({ code: 0 });
    expect(await finish('down', '--cwd', 'gone')).toMatchObject({ code: 0, stderr: 'stopped shop\n' });
    expect(await finish('up', '--cwd', gone)).toMatchObject(none);
    expect(await finish('down', '--cwd', `${gone}/deeper`)).toMatchObject({ code: 2 });
    expect(asked).toEqual(['shop-1 web', 'shop-1 redis', 'shop-1']);
  });

  it('is content when nothing runs, and says what runs elsewhere', async () => {
    expect(await finish('down', '--all')).toMatchObject({ code: 0, stderr: 'nothing runs\n' });
    expect(await finish('down', '--volumes', 'data')).toMatchObject({ code: 5 });
    await project.serve(() => [stackStatus('/other/mediaconduit.yml', [])]);
    const said = 'no stack of this folder runs\nfor another one: --cwd /other\n';
    expect(await finish('down')).toMatchObject({ code: 0, stderr: said });
  });
});

describe('mediaconduit logs', () => {
  it('names the service before each line where there are several, and makes lines harmless', async () => {
    await serve();
    expect(await finish('logs')).toEqual({ code: 0, stderr: '', stdout: 'redis │ one \\x1b[2J\nweb   │ two\n' });
    expect((await finish('logs', 'redis')).stdout).toBe('one \\x1b[2J\n');
    expect(JSON.parse((await finish('logs', '--json')).stdout).logs).toEqual([
      { service: 'redis', line: 'one \u001b[2J' },
      { service: 'web', line: 'two' },
    ]);
    expect(asked).toEqual(['shop-1', 'shop-1 redis', 'shop-1']);
  });

  it('goes on until Ctrl-C, and that is no failure', async () => {
    await serve();
    for (const [words, last] of [
      [['logs', '-f'], 'web   │ two\n'],
      [['logs', '--follow', '--json'], '{"service":"web","line":"two"}\n'],
    ] as const) {
      const { exitCode, interrupt, stdout } = project.run(words);
      await eventually(async () => expect(stdout.text.endsWith(last)).toBe(true));
      interrupt();
      expect(await exitCode).toBe(0);
    }
  });

  it('names services from the moment at which there are several, and says when they were stopped', async () => {
    await project.serve(() => [stackStatus(project.file, [serviceStatus('web')])], {
      'GET /v1/stacks/{stack}/logs': async function* () {
        yield { type: 'log', service: 'web', line: 'one' };
        yield { type: 'log', service: 'redis', line: 'two' };
        yield { type: 'log', service: 'web', line: 'three' };
      },
    });
    expect(await finish('logs', '-f')).toEqual({
      code: 0,
      stderr: 'shop was stopped\n',
      stdout: 'one\nredis │ two\nweb   │ three\n',
    });
  });

  it.each<[string[], number, string]>([
    [['logs', 'rdis'], 3, 'did you mean "redis"?'],
    [['restart', 'rdis'], 3, 'did you mean "redis"?'],
    [['logs', '--cwd', '/'], 5, 'mediaconduit up starts it; for another one: --cwd '],
    [['logs', '--lines', 'x'], 2, 'Give a number of lines.'],
  ])('refuses %j', async (words, code, said) => {
    await serve();
    expect(await finish(...words)).toMatchObject({ code, stderr: expect.stringContaining(said) });
  });
});

describe('mediaconduit restart', () => {
  it('restarts one service', async () => {
    await serve();
    expect(await finish('restart', 'web')).toEqual({ code: 0, stdout: '', stderr: 'restarted web\n' });
    expect(JSON.parse((await finish('restart', 'web', '--json')).stdout)).toEqual({ restarted: 'web' });
    expect(asked).toEqual(['shop-1 web', 'shop-1 web']);
  });

  it('says so when nothing runs', async () => {
    expect(await finish('restart', 'web')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('mediaconduit up'),
    });
  });
});
