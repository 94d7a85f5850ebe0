import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type TemporaryFolder } from '@mediaconduit/testkit';
import { fixtureProject } from './__fixtures__/fixture-project';
import { finish, runCommand, spawnCommand } from './__fixtures__/spawn-command';

let folder: TemporaryFolder;
let project: string;

beforeEach(async () => {
  folder = await fixtureProject();
  project = folder.path;
});
afterEach(() => folder[Symbol.asyncDispose]());

const pidOf = (provider: string): number =>
  Number(readFileSync(join(project, 'node_modules', `${provider}-service`, 'service.pid'), 'utf8'));
const wasStarted = (provider: string): boolean =>
  existsSync(join(project, 'node_modules', `${provider}-service`, 'service.pid'));
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('mediaconduit run', () => {
  it('writes the text to stdout and where it was made to stderr, and leaves no service', async () => {
    const { code, stdout, stderr } = await runCommand(project, ['run', 'echo', 'Hello', 'there']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hello there\n' });
    expect(stderr).toMatch(/(?:^|\n)process engine · 127\.0\.0\.1:\d+ · start .+, answer .+\n$/);
    expect(isAlive(pidOf('echo'))).toBe(false);
  });

  it('takes options of the model as flags and as pairs', async () => {
    const { stdout } = await runCommand(project, [
      'run',
      'echo:echo-model',
      '--loud',
      'Hi',
      '--option',
      'times=2',
      '--quiet',
    ]);
    expect(stdout).toBe('HI HI\n');
  });

  it('says nothing but data with --quiet', async () => {
    expect(await runCommand(project, ['run', 'echo', 'Hi', '--quiet'])).toEqual({
      code: 0,
      stdout: 'Hi\n',
      stderr: '',
    });
  });

  it('takes what is piped in', async () => {
    const { code, stdout } = await runCommand(project, ['run', 'echo'], { input: 'from a pipe' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'from a pipe\n' });
  });

  it('reads and writes files', async () => {
    writeFileSync(join(project, 'in.txt'), 'from a file');
    const { code, stdout } = await runCommand(project, ['run', 'echo', '--file', 'in.txt', '--out', 'out.txt']);
    expect({ code, stdout, written: readFileSync(join(project, 'out.txt'), 'utf8') }).toEqual({
      code: 0,
      stdout: '',
      written: 'from a file\n',
    });
  });

  it('pipes binary output, and writes it to a file', async () => {
    const piped = await runCommand(project, ['run', 'echo:picture', 'x']);
    expect({ code: piped.code, png: piped.stdout.includes('PNG') }).toEqual({ code: 0, png: true });
    const { stdout } = await runCommand(project, ['run', 'echo:picture', 'x', '--out', 'x.png', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ path: join(project, 'x.png'), model: 'picture' });
    expect(readFileSync(join(project, 'x.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(wasStarted('echo')).toBe(false);
  });

  it('answers one object with --json', async () => {
    const { code, stdout } = await runCommand(project, ['run', 'echo', 'Hello', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      content: 'Hello',
      provider: 'echo',
      model: 'echo-model',
      engine: 'process',
      timing: { startMs: expect.any(Number), totalMs: expect.any(Number) },
    });
  });

  it.each<[string, string[], number, string[]]>([
    ['an unknown provider', ['run', 'ehco', 'Hi'], 3, ['MC_PROVIDER_NOT_FOUND', 'did you mean "echo"?']],
    ['an unknown model', ['run', 'echo:echo-mdel', 'Hi'], 3, ['MC_MODEL_NOT_FOUND', 'did you mean "echo-model"?']],
    ['an unknown flag', ['run', 'echo', '--lud', 'Hi'], 2, ['MC_USAGE', 'did you mean "--loud"']],
    ['a misspelled flag of ours', ['run', 'echo', '--enigne', 'docker', 'Hi'], 2, ['did you mean "--engine"?']],
    [
      'a time that is too long',
      ['run', 'echo', '--timeout', '99999h', 'Hi'],
      2,
      ['MC_USAGE', 'hint: the longest time is 596h'],
    ],
    ['words after -- where none are taken', ['providers', '--', 'echo'], 2, ['MC_USAGE', '"echo"']],
    ['a project that is not there', ['run', 'echo', '--cwd', '/none', 'Hi'], 2, ['MC_USAGE', 'does not exist']],
    ['a file as project', ['run', 'echo', '--cwd', 'package.json', 'Hi'], 2, ['MC_USAGE', 'is a file']],
    ['a URL', ['run', 'https://example.com/x', 'Hi'], 3, ['MC_SOURCE_UNSUPPORTED', 'hint: ']],
    [
      'an unknown option',
      ['run', 'echo', '--option', 'lud=1', 'Hi'],
      4,
      ['MC_OPTIONS_INVALID', 'did you mean "loud"?'],
    ],
    ['a wrong value', ['run', 'echo', '--times', 'many', 'Hi'], 4, ['MC_OPTIONS_INVALID']],
    ['empty text', ['run', 'echo', ''], 4, ['MC_INPUT_INVALID']],
    ['nothing piped in', ['run', 'echo'], 4, ['MC_INPUT_INVALID']],
    ['too long text', ['run', 'echo', 'x'.repeat(101)], 4, ['MC_INPUT_TOO_LARGE']],
    ['a missing file', ['run', 'echo', '--file', 'none.txt'], 4, ['MC_FILE_NOT_FOUND']],
    ['a file in no folder', ['run', 'echo', '--out', 'none/moo.txt', 'Hi'], 4, ['MC_FILE_WRITE_FAILED', 'mkdir -p']],
    ['a folder to write to', ['run', 'echo', '--out', 'node_modules', 'Hi'], 4, ['MC_FILE_WRITE_FAILED', 'folder']],
    ['half a command', ['config'], 2, ['mediaconduit config alone does nothing', 'hint: mediaconduit config ']],
    ['no name to write to', ['run', 'echo', '--out', '', 'Hi'], 2, ['MC_USAGE', '--out <file>']],
    ['a binary file', ['run', 'echo', '--file', process.execPath], 4, ['MC_INPUT_INVALID']],
    ['a file without end', ['run', 'echo', '--file', '/dev/zero'], 4, ['MC_INPUT_TOO_LARGE', 'hint: give less text']],
    ['two inputs', ['run', 'echo', 'Hi', '--file', 'package.json'], 2, ['MC_USAGE']],
    ['binary in JSON', ['run', 'echo:picture', 'x', '--json'], 2, ['MC_USAGE', '--out']],
    ['a missing key', ['run', 'keyed', 'Hi'], 7, ['MC_CONFIG_MISSING', 'ECHO_KEY']],
    [
      'an engine that is not here',
      ['run', 'echo', 'Hi', '--engine', 'docker'],
      5,
      ['MC_ENGINE_UNAVAILABLE', 'process'],
    ],
  ])('refuses %s before a service starts', async (_what, words, exitCode, answers) => {
    const { code, stdout, stderr } = await runCommand(project, words);
    for (const answer of answers) expect(`${stdout}${stderr}`).toContain(answer);
    expect(code).toBe(exitCode);
    expect(wasStarted('echo')).toBe(false);
  });

  it('reads keys from .env of the project, under what is set', async () => {
    writeFileSync(join(project, '.env'), 'ECHO_KEY=secret\nMEDIACONDUIT_ENGINE=nonsense\n');
    const environment = { MEDIACONDUIT_ENGINE: 'process' };
    const { code, stdout } = await runCommand(project, ['run', 'keyed', 'Hi'], { environment });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hi\n' });
  });

  it('shows the last output of a service that did not start, made harmless', async () => {
    const { code, stderr } = await runCommand(project, ['run', 'broken', 'Hi']);
    expect(code).toBe(5);
    expect(stderr).toContain('error MC_SERVICE_START_FAILED');
    expect(stderr.match(/\| complaint/g)).toHaveLength(10);
    expect(stderr).toContain('complaint 20 \\x1b[31m');
    expect(stderr).not.toContain('\u001b');
  });

  it('ends at the deadline of the whole command, with what it started', async () => {
    const { code, stderr } = await runCommand(project, ['run', 'slow', 'Hi', '--timeout', '2s']);
    expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining('MC_CALL_TIMEOUT') });
    expect(isAlive(pidOf('slow'))).toBe(false);
  });

  it('says what it stops after the deadline, and ends what does not end by itself', async () => {
    const { code, stderr } = await runCommand(project, ['run', 'stubborn', 'wait', '--timeout', '3s']);
    expect({ code, stderr }).toEqual({
      code: 6,
      stderr: expect.stringMatching(/MC_CALL_TIMEOUT[^]*\nstopping stubborn-service …\n$/),
    });
    expect(isAlive(pidOf('stubborn'))).toBe(false);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with what it started after %s', async (signal, exitCode) => {
    const child = spawnCommand(project, ['run', 'slow', 'Hi']);
    const finished = finish(child);
    await eventually(async () => expect(isAlive(pidOf('slow'))).toBe(true));
    child.kill(signal);
    expect(await finished).toMatchObject({ code: exitCode, stdout: '' });
    expect(isAlive(pidOf('slow'))).toBe(false);
  });

  it('ends at once with the second signal', async () => {
    const child = spawnCommand(project, ['run', 'slow', 'Hi']);
    const finished = finish(child);
    await eventually(async () => expect(isAlive(pidOf('slow'))).toBe(true));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect([130, 143]).toContain((await finished).code);
    await eventually(async () => expect(isAlive(pidOf('slow'))).toBe(false));
  });

  it('is quiet when nobody reads its output', async () => {
    const child = spawnCommand(project, ['run', 'echo', 'Hi', '--quiet']);
    child.stdout.destroy();
    child.stdin.end();
    const code = new Promise((resolve) => child.once('exit', resolve));
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += chunk));
    expect({ code: await code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('mediaconduit', () => {
  it.each<[string[], string]>([
    [['--help'], 'Exit codes:'],
    [[], 'Examples:'],
    [['run', '--help'], '--out <path>'],
    [['help'], 'Exit codes:'],
    [['help', 'run'], '--out <path>'],
    [['help', 'services', 'logs'], '--lines <count>'],
    [['services', 'help', 'logs'], '--lines <count>'],
    [['--version'], '1.'],
    [['providers'], 'echo'],
    [['models'], 'echo:echo-model'],
    [['models', '--capability', 'TEXT_TO_IMAGE'], 'echo:picture'],
    [['models', 'echo:echo-model'], '--times'],
    [['services'], 'echo-service'],
    [['services', 'status'], ''],
    [['services', 'stop', 'echo-service'], ''],
  ])('%j answers', async (words, answer) => {
    const { code, stdout } = await runCommand(project, words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(answer) });
  });

  it('gives the options of a model as JSON Schema, whether or not its key is set', async () => {
    const { code, stdout } = await runCommand(project, ['models', 'keyed:keyed-model', '--json']);
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      answer: { id: 'keyed-model', options: { type: 'object', properties: { times: { type: 'integer' } } } },
    });
    expect(await runCommand(project, ['models', 'keyed:else', '--json'])).toMatchObject({ code: 7 });
    expect(wasStarted('keyed')).toBe(false);
  });

  it.each([['providers'], ['models'], ['services'], ['doctor']])('%s answers JSON', async (command) => {
    const { stdout, stderr } = await runCommand(project, [command, '--json']);
    expect(Object.keys(JSON.parse(stdout))).toHaveLength(command === 'doctor' ? 2 : 1);
    expect(stderr).toBe('');
  });

  it.each([
    [
      ['help', 'nope'],
      "Unknown command 'nope'.",
      'commands: run, providers, models, up, down, status, logs, restart, config, state, services, cache, plan, why, add, remove, update, install, bundle, verify, gc, migrate, trust, dev, conformance, matrix, readme, doctor, help',
    ],
    [['help', 'modls'], "Unknown command 'modls'.", 'did you mean models?'],
    [['help', 'services', 'lst'], "Unknown command 'lst'.", 'did you mean list?'],
    [['services', 'lst'], "Unknown command 'lst'.", 'did you mean list?'],
    [['services', 'help', 'stp'], "Unknown command 'stp'.", 'did you mean stop?'],
  ])('%j is no command', async (words, message, hint) => {
    expect(await runCommand(project, words)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error MC_USAGE: ${message}\nhint: ${hint}\n`,
    });
  });

  it('reports wrong usage as JSON too', async () => {
    const { code, stdout } = await runCommand(project, ['rnu', '--json']);
    expect({ code, body: JSON.parse(stdout) }).toMatchObject({
      code: 2,
      body: { error: { code: 'MC_USAGE', hint: 'did you mean run?' } },
    });
  });

  it('finds Docker missing, and no fault in it where processes work', async () => {
    const { code, stdout } = await runCommand(project, ['doctor', '--json']);
    const { checks } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(checks).toContainEqual(
      expect.objectContaining({ id: 'engines.docker', status: 'warn', fix: expect.any(String) }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ id: 'keys.ECHO_KEY', status: 'warn' }));
  });

  it('finds a broken provider, and fails', async () => {
    writeFileSync(
      join(project, 'node_modules', 'slow-provider', 'MediaConduit.provider.yml'),
      'contract: 1\nid: slow\nmodles: []\n',
    );
    const { code, stdout } = await runCommand(project, ['doctor']);
    expect({ code, stdout }).toEqual({ code: 9, stdout: expect.stringContaining('✗ providers.slow') });
    expect(stdout).toMatch(/\n {4}\S+yml:3:1 unknown key "modles"/);
    const run = await runCommand(project, ['run', 'slow', 'Hello']);
    expect(run).toEqual({ code: 4, stdout: '', stderr: expect.stringMatching(/MC_MANIFEST_INVALID: \S+yml:\d+:\d+ /) });
    expect((await runCommand(project, ['providers'])).stdout).toMatch(/slow +broken .*is missing\n/);
  });

  it('works in the folder that --cwd names', async () => {
    const { stdout } = await runCommand(join(project, 'node_modules'), ['providers', '--cwd', project]);
    expect(stdout).toContain('echo');
  });
});
