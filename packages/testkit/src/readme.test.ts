import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = dirname(__dirname);
const WORKSPACE = dirname(dirname(PACKAGE));
/** Inside the package, so that the examples find it by its name. */
const FOLDER = join(PACKAGE, '.cache', 'readme');
const DEADLINE_MS = 180_000;

const run = promisify(execFile);

/** The blocks of the README that have a file name. */
async function readExamples(): Promise<Map<string, string>> {
  const text = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  const blocks = text.matchAll(/^```ts (\S+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, name = '', code = '']) => [name, code]));
}

function node(program: string, ...argv: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const command = [join(WORKSPACE, 'node_modules', program), ...argv];
  const { MEDIACONDUIT_RECORD: _record, ...environment } = process.env;
  return run(process.execPath, command, { cwd: FOLDER, env: environment }).catch(
    (error: Error & { stdout: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`);
    },
  );
}

describe('README.md', () => {
  beforeAll(async () => {
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(join(FOLDER, 'src'), { recursive: true });
    for (const [name, code] of await readExamples()) await writeFile(join(FOLDER, 'src', name), code);
    const types = { extends: '../../tsconfig.test.json', compilerOptions: { rootDir: 'src' } };
    await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(types));
  });
  afterAll(() => rm(FOLDER, { recursive: true, force: true }));

  it('has an example for every tool', async () => {
    const tests = [...(await readExamples()).keys()].filter((name) => name.endsWith('.test.ts'));
    expect(tests).toEqual([
      'matchers.test.ts',
      'fake-service-handle.test.ts',
      'fake-service.test.ts',
      'fault-proxy.test.ts',
      'cassette.test.ts',
      'replay-exchanges.test.ts',
      'surroundings.test.ts',
      'fake-engine.test.ts',
    ]);
  });

  it(
    'has examples that pass',
    async () => {
      const argv = ['--config', join(WORKSPACE, 'jest.config.cjs'), '--rootDir', FOLDER, '--runInBand'];
      const { stderr } = await node('jest/bin/jest.js', ...argv);
      expect(stderr).toMatch(/Tests: +\d+ passed, \d+ total/);
    },
    DEADLINE_MS,
  );

  it('has examples of the right types', () => node('typescript/bin/tsc', '-p', FOLDER), DEADLINE_MS);
});
