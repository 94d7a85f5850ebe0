import { MediaConduitError } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommandLine, type CommandHost } from './command-line';
import type { Questions } from './questions';

const NO_QUESTIONS: Questions = {
  line: () => Promise.reject(new Error('nothing may be asked')),
  one: () => Promise.reject(new Error('nothing may be asked')),
  several: () => Promise.reject(new Error('nothing may be asked')),
};
const OFFLINE = ['--no-install', '--no-git', '--no-registry-check'];

describe('create-provider', () => {
  let base: TemporaryFolder;
  beforeEach(async () => (base = await temporaryFolder()));
  afterEach(() => base[Symbol.asyncDispose]());

  async function run(args: readonly string[], host: Partial<CommandHost> = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(args, {
      folder: base.path,
      environment: { PATH: process.env['PATH'] },
      signal: new AbortController().signal,
      isTerminal: false,
      questions: NO_QUESTIONS,
      stdout: (text) => out.push(text),
      stderr: (text) => err.push(text),
      ...host,
    });
    return { code, stdout: out.join(''), stderr: err.join('') };
  }
  const read = (path: string): Promise<string> => readFile(join(base.path, path), 'utf8');

  it('writes the package, and says the three commands that follow', async () => {
    const { code, stdout, stderr } = await run(['my-thing', '--kind', 'node', ...OFFLINE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const next = stdout.split('Next:\n')[1]?.trimEnd().split('\n');
    expect(next).toEqual(['  cd my-thing-provider', '  npm install', '  npm test && npm run conformance']);
    expect(JSON.parse(await read('my-thing-provider/package.json'))).toMatchObject({ name: 'my-thing-provider' });
    expect((await readdir(join(base.path, 'my-thing-provider'))).sort()).toEqual([
      '.changeset',
      '.github',
      '.gitignore',
      '.prettierignore',
      '.prettierrc.json',
      'LICENSE',
      'MediaConduit.provider.yml',
      'README.md',
      'conformance.json',
      'eslint.config.mjs',
      'jest.config.cjs',
      'package.json',
      'service',
      'src',
      'tsconfig.build.json',
      'tsconfig.json',
    ]);
  });

  it('says what it made as one JSON object', async () => {
    const { code, stdout } = await run(['@acme/my-thing', '--json', '--folder', 'here', ...OFFLINE]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'my-thing',
      name: '@acme/my-thing-provider',
      kind: 'api',
      capabilities: ['text-to-text'],
      folder: join(base.path, 'here'),
      installed: false,
      files: expect.arrayContaining(['package.json', 'src/my-thing-api.ts']),
      next: ['cd here', 'npm install', 'npm test && npm run conformance'],
    });
  });

  it('speaks the words of the package manager that runs it', async () => {
    const environment = { npm_config_user_agent: 'pnpm/10.0.0 node/v20.19.0' };
    const { stdout } = await run(['my-thing', ...OFFLINE], { environment });
    expect(stdout).toContain('pnpm install');
    expect(await read('my-thing-provider/.github/workflows/ci.yml')).toContain('pnpm/action-setup');
  });

  it('asks on a terminal for what is missing, and for nothing else', async () => {
    const asked: string[] = [];
    const questions: Questions = {
      line: async ({ initial, message, problem }) => {
        asked.push(message);
        expect(problem('')).toEqual(expect.any(String));
        return initial ?? 'my-thing';
      },
      one: async ({ message }) => (asked.push(message), 'openai'),
      several: async ({ choices, message }) => (asked.push(message), [choices[0]?.value ?? '']),
    };
    const { code } = await run(['--description', 'It does a thing.', ...OFFLINE], { isTerminal: true, questions });
    expect(code).toBe(0);
    expect(asked).toEqual([
      'What is it called?',
      'What is it in front of?',
      'What can it do? (space chooses)',
      'At which address?',
    ]);
    expect(await read('my-thing-provider/MediaConduit.provider.yml')).toContain('http://localhost:8000/v1');
  });

  it.each([
    ['--yes', ['--yes'], { isTerminal: true }],
    ['CI', [], { isTerminal: true, environment: { CI: 'true' } }],
    ['no terminal', [], { isTerminal: false }],
  ])('asks nothing with %s', async (_what, flags, host) => {
    expect(await run(['my-thing', ...flags, ...OFFLINE], host)).toMatchObject({ code: 0 });
  });

  it('leaves nothing when the person leaves a question', async () => {
    const line = () => Promise.reject(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled; nothing was written.'));
    const { code, stderr } = await run(OFFLINE, { isTerminal: true, questions: { ...NO_QUESTIONS, line } });
    expect(code).toBe(130);
    expect(stderr).toContain('MC_CALL_ABORTED');
    expect(await readdir(base.path)).toEqual([]);
  });

  it.each([
    { what: 'no name', args: [], exit: 2, said: 'MC_USAGE', hint: 'npm create @mediaconduit/provider my-thing' },
    { what: 'an unknown flag', args: ['a', '--knid', 'node'], exit: 2, said: 'MC_USAGE', hint: 'did you mean --kind?' },
    { what: 'two names', args: ['a', 'b'], exit: 2, said: 'MC_USAGE', hint: '--help' },
    { what: 'an unknown kind', args: ['a', '-k', 'nodee'], exit: 2, said: 'MC_USAGE', hint: 'did you mean "node"?' },
    {
      what: 'an unknown manager',
      args: ['a', '--package-manager', 'x'],
      exit: 2,
      said: 'MC_USAGE',
      hint: 'it takes npm',
    },
    { what: 'a reserved id', args: ['cowsay'], exit: 2, said: 'MC_IDENTIFIER_INVALID', hint: 'my-cowsay' },
    {
      what: 'no folder',
      args: ['a', '--folder', '/dev/null/x'],
      exit: 8,
      said: 'MC_FOLDER_NOT_EMPTY',
      hint: '--folder',
    },
  ])('refuses $what', async ({ args, exit, hint, said }) => {
    const { code, stderr, stdout } = await run([...args, ...OFFLINE]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    const [error, next] = stderr.split('\n');
    expect(error).toMatch(new RegExp(`^error ${said}: \\S`));
    expect(next).toContain(hint);
    expect(await readdir(base.path)).toEqual([]);
  });

  it('says errors as JSON too', async () => {
    const { code, stderr } = await run(['fs', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'MC_IDENTIFIER_INVALID', hint: expect.any(String) });
  });

  it('refuses a folder with something in it', async () => {
    await base.write('my-thing-provider/mine.txt', 'mine');
    expect(await run(['my-thing', ...OFFLINE])).toMatchObject({ code: 8 });
    expect(await readdir(join(base.path, 'my-thing-provider'))).toEqual(['mine.txt']);
  });

  it('prints help and its version', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:[^]*Kinds:[^]*gradio[^]*Exit codes:/);
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
