import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { checkAnswers } from './check-answers';
import { KIND_NAMES, KINDS } from './kinds';
import { detectPackageManager } from './package-manager';
import { planPackage } from './plan-package';
import type { PlannedFile } from './planned-file';

// below the package, so that what they import is found where this workspace has it
const BASE = join(__dirname, '..', '.cache', 'generated');
const BIN = join(__dirname, '..', '..', '..', 'node_modules', '.bin');
const PATIENCE_MS = 300_000;

const COMMAND = join(__dirname, '..', 'node_modules', '@mediaconduit', 'mediaconduit', 'bin', 'mediaconduit.js');

const run = promisify(execFile);
const withHome = { ...process.env, MEDIACONDUIT_HOME: join(BASE, 'home') };

/** The package with what is usual for its kind, and one that can do everything. */
const MADE = KIND_NAMES.flatMap((kind) => {
  const plan = (name: string, capabilities: readonly string[]): PlannedFile[] =>
    planPackage(checkAnswers({ name, kind, capabilities, scope: 'acme' }), {
      pm: detectPackageManager({}),
      year: 2026,
    });
  return [
    { name: `${kind}-thing`, files: plan(`${kind}-thing`, []) },
    { name: `${kind}-all`, files: plan(`${kind}-all`, KINDS[kind].capabilities) },
  ];
});
const USUAL = MADE.filter(({ name }) => name.endsWith('-thing'));

async function writeAll(): Promise<void> {
  for (const { files, name } of MADE) {
    for (const { path, text } of files) {
      const file = join(BASE, name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

/** Runs a tool of the workspace; a failure says what it wrote. */
async function tool(name: string, args: readonly string[]): Promise<void> {
  try {
    await run(join(BIN, name), args, { cwd: BASE, maxBuffer: 64 << 20 });
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    throw new Error(`${name}: ${stdout.slice(-20_000)}\n${stderr.slice(-20_000)}`, { cause: error });
  }
}

describe('generated packages', () => {
  beforeAll(async () => {
    await rm(BASE, { recursive: true, force: true });
    await writeAll();
  });
  afterAll(() => rm(BASE, { recursive: true, force: true }));

  it(
    'compile, whatever they can do',
    () => {
      const sources = MADE.flatMap(({ files, name }) =>
        files.filter(({ path }) => path.endsWith('.ts')).map(({ path }) => join(BASE, name, path)),
      );
      const { config } = ts.readConfigFile(join(BASE, 'node-thing/tsconfig.json'), ts.sys.readFile) as {
        config: object;
      };
      const { options } = ts.parseJsonConfigFileContent(config, ts.sys, BASE);
      const problems = ts.getPreEmitDiagnostics(ts.createProgram(sources, options));
      const host = {
        getCanonicalFileName: (name: string) => name,
        getCurrentDirectory: () => BASE,
        getNewLine: () => '\n',
      };
      expect(ts.formatDiagnostics(problems, host)).toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'pass their own tests',
    () => tool('jest', ['--projects', ...USUAL.map(({ name }) => name), '--maxWorkers=2', '--silent']),
    PATIENCE_MS,
  );

  it(
    'pass their own lint',
    () =>
      tool(
        'eslint',
        USUAL.map(({ name }) => name),
      ),
    PATIENCE_MS,
  );

  it('are formatted', () => tool('prettier', ['--check', ...USUAL.map(({ name }) => name)]), PATIENCE_MS);

  it.each(['node-thing', 'api-thing'])(
    'have a README that the command fills in, formatted: %s',
    async (name) => {
      const mediaconduit = (...words: string[]): Promise<unknown> =>
        run(process.execPath, [COMMAND, ...words], { cwd: join(BASE, name), env: withHome });
      await tool('tsc', ['-p', join(name, 'tsconfig.build.json')]);
      await mediaconduit('readme');
      await mediaconduit('readme', '--check');
      await tool('prettier', ['--check', join(name, 'README.md')]);
      const text = await readFile(join(BASE, name, 'README.md'), 'utf8');
      expect(text).toContain(`npx mediaconduit run ${name}:${name}-default "Hello"`);
      expect(text.split('## Work on it')).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it('publish what is needed, have the usual scripts, and depend on the SDK alone', () => {
    for (const { files } of MADE) {
      const manifest = JSON.parse(String(files.find(({ path }) => path === 'package.json')?.text)) as {
        files: string[];
        scripts: Record<string, string>;
        dependencies: Record<string, string>;
      };
      expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'MediaConduit.provider.yml']));
      expect(Object.keys(manifest.scripts)).toEqual(
        expect.arrayContaining(['build', 'conformance', 'dev', 'lint', 'prepack', 'readme', 'test', 'test:watch']),
      );
      expect(Object.keys(manifest.dependencies)).toContain('@mediaconduit/sdk');
      expect(Object.values(manifest.dependencies).every((range) => /^\^\d/.test(range))).toBe(true);
    }
  });
});
