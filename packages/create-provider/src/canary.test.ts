import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { checkAnswers } from './check-answers';
import { PACKAGE_MANAGER_NAMES, parsePackageManager, type PackageManagerName } from './package-manager';
import { planPackage } from './plan-package';

const run = promisify(execFile);

const TITLE = 'Does not work with the next MediaConduit';
const FAKE = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const [program, ...words] = [require('node:path').basename(process.argv[1]), ...process.argv.slice(2)];
appendFileSync(process.env.SAID, [program, ...words].join(' ') + '\\n');
const { answers, failing } = JSON.parse(readFileSync(process.env.WORLD, 'utf8'));
const line = [program, ...words].join(' ');
if (line.includes('--body-file')) appendFileSync(process.env.SAID, readFileSync(words.at(-1), 'utf8'));
if (line === failing) {
  console.error('✕ MC-P11 \`\`\` @everybody $(touch hacked)');
  process.exit(1);
}
process.stdout.write(Object.entries(answers).find(([start]) => line.startsWith(start))?.[1] ?? '');
`;

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: object;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly defaults: object;
  readonly jobs: { readonly next: Job; readonly issue: Job };
}

function canaryOf(name: PackageManagerName): Workflow {
  const pm = parsePackageManager(name);
  const files = planPackage(checkAnswers({ name: 'my-thing' }), { pm, year: 2026 });
  return parse(String(files.find(({ path }) => path === '.github/workflows/canary.yml')?.text)) as Workflow;
}

/** Runs steps as GitHub does: each with bash, outputs in a file, none after one that failed but those that ask for it. */
class Runner {
  readonly outputs: Record<string, Record<string, string>> = {};
  failed = false;

  private constructor(
    readonly folder: TemporaryFolder,
    private readonly world: { answers: Record<string, string>; failing?: string },
  ) {}

  static async start(world: { answers: Record<string, string>; failing?: string }): Promise<Runner> {
    const runner = new Runner(await temporaryFolder(), world);
    const { folder } = runner;
    for (const name of ['gh', ...PACKAGE_MANAGER_NAMES]) await chmod(await folder.write(`bin/${name}`, FAKE), 0o755);
    await mkdir(join(folder.path, 'temp'));
    const manifest = {
      dependencies: { '@mediaconduit/sdk': '^1.0.0', other: '^1.0.0' },
      devDependencies: { '@mediaconduit/testkit': '^1.0.0' },
    };
    await folder.write('clone/package.json', JSON.stringify(manifest));
    await folder.write('said', '');
    return runner;
  }

  async run({ steps }: Job): Promise<void> {
    for (const step of steps) if (step.run !== undefined && this.#isWanted(step)) await this.#runStep(step);
  }

  /** Every command that a fake was called with. */
  async said(): Promise<string> {
    return readFile(join(this.folder.path, 'said'), 'utf8');
  }

  async manifest(): Promise<unknown> {
    return JSON.parse(await readFile(join(this.folder.path, 'clone/package.json'), 'utf8'));
  }

  #isWanted({ if: condition = '' }: Step): boolean {
    const version = this.outputs['find']?.['version'] ?? '';
    if (condition.includes('find.outputs') && version === '') return false;
    return condition.includes('failure()') === this.failed;
  }

  async #runStep({ env = {}, id = '', run: script = '' }: Step): Promise<void> {
    expect(script).not.toContain('${{'); // values reach a script as variables only
    const { path } = this.folder;
    const file = await this.folder.write('step.sh', script);
    const output = await this.folder.write('output', '');
    const world = await this.folder.write('world.json', JSON.stringify(this.world));
    const settings = { PATH: `${join(path, 'bin')}:${process.env['PATH']}`, RUNNER_TEMP: join(path, 'temp') };
    const files = { GITHUB_OUTPUT: output, SAID: join(path, 'said'), WORLD: world };
    try {
      await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
        cwd: join(path, 'clone'),
        env: { ...settings, ...files, ...env },
      });
    } catch {
      this.failed = true;
    }
    this.outputs[id] = outputsIn(await readFile(output, 'utf8'));
  }
}

function outputsIn(text: string): Record<string, string> {
  const long = [...text.matchAll(/^(\w+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]);
  const short = [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  return Object.fromEntries(long.length > 0 ? long : short) as Record<string, string>;
}

const registry = (latest: string, next?: string): Record<string, string> => ({
  'npm view @mediaconduit/mediaconduit dist-tags versions': JSON.stringify({
    'dist-tags': { latest, next },
    versions: ['1.0.0', '1.1.0-next.1', '1.1.0'],
  }),
  'npm view @mediaconduit/sdk dist-tags.next': '1.1.0-next.1\n',
  'npm view @mediaconduit/testkit dist-tags.next': '',
});

describe('the canary of a generated provider', () => {
  const runners: Runner[] = [];
  const start = async (world: Parameters<typeof Runner.start>[0]): Promise<Runner> => {
    const runner = await Runner.start(world);
    runners.push(runner);
    return runner;
  };
  afterEach(async () => {
    for (const { folder } of runners.splice(0)) await folder[Symbol.asyncDispose]();
  });

  it('runs by the clock and by hand, may do next to nothing, and runs no code where it may write', () => {
    const { defaults, jobs, on, permissions } = canaryOf('npm');
    expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
    expect({ defaults, permissions }).toEqual({
      defaults: { run: { shell: 'bash' } },
      permissions: { contents: 'read' },
    });
    expect(jobs.next.permissions).toBeUndefined();
    expect(jobs.issue.permissions).toEqual({ issues: 'write' });
    expect(jobs.issue.steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
    expect(jobs.issue.if).toBe("failure() && needs.next.outputs.version != ''");
  });

  it.each(PACKAGE_MANAGER_NAMES)('tries the next version with %s', async (name) => {
    const { jobs } = canaryOf(name);
    const runner = await start({ answers: registry('1.0.0', '1.1.0-next.1') });
    await runner.run(jobs.next);
    const { ci, run: script, test, unfrozen } = parsePackageManager(name);
    const lines = (await runner.said()).trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('npm view'))).toEqual([ci, unfrozen, test, `${script} conformance`]);
    expect(runner).toMatchObject({ failed: false, outputs: { find: { version: '1.1.0-next.1' } } });
    expect(await runner.manifest()).toEqual({
      dependencies: { '@mediaconduit/sdk': '1.1.0-next.1', other: '^1.0.0' },
      devDependencies: { '@mediaconduit/testkit': '^1.0.0' },
    });
  });

  it.each([
    ['there is none', undefined],
    ['it is older than the latest', '1.1.0-next.1'],
  ])('ends well without trying anything when %s', async (_what, next) => {
    const runner = await start({ answers: registry('1.1.0', next) });
    await runner.run(canaryOf('npm').jobs.next);
    const lines = (await runner.said()).trim().split('\n');
    expect(lines).toEqual(['npm ci', 'npm view @mediaconduit/mediaconduit dist-tags versions --json']);
    expect(runner.failed).toBe(false);
  });

  describe('when something fails', () => {
    const fail = async (failing: string, issues: readonly object[]): Promise<Runner> => {
      const { next, issue } = canaryOf('npm').jobs;
      const answers = { ...registry('1.0.0', '1.1.0-next.1'), 'gh issue list': JSON.stringify(issues) };
      const runner = await start({ answers, failing });
      await runner.run(next);
      expect(runner.failed).toBe(true);
      if ((runner.outputs['find']?.['version'] ?? '') === '') return runner;
      const values = {
        VERSION: runner.outputs['find']?.['version'] ?? '',
        REPORT: runner.outputs['report']?.['text'] ?? '',
      };
      const env = { GH_TOKEN: 't', GH_REPO: 'acme/thing', TITLE, RUN_URL: 'run 7', ...values };
      runner.failed = false;
      await runner.run({ steps: issue.steps.map((step) => ({ ...step, env })) });
      expect(runner.failed).toBe(false);
      return runner;
    };
    const REPORT = /MediaConduit 1\.1\.0-next\.1: run 7\n\n {4}✕ MC-P11 ``` @everybody \$\(touch hacked\)\n/;

    it.each(['npm install', 'npm test', 'npm run conformance'])(
      'opens an issue that says what: %s',
      async (failing) => {
        const others = [
          { number: 3, title: 'Another', author: { is_bot: true } },
          { number: 4, title: TITLE, author: { is_bot: false } },
        ];
        const runner = await fail(failing, others);
        const said = await runner.said();
        expect(said).toMatch(new RegExp(`\ngh issue create --title ${TITLE} --body-file `));
        expect(said).toMatch(REPORT);
        expect(said).not.toContain('gh issue comment');
      },
    );

    it('adds to the issue that is open', async () => {
      const runner = await fail('npm test', [{ number: 12, title: TITLE, author: { is_bot: true } }]);
      const said = await runner.said();
      expect(said).toContain('\ngh issue comment 12 --body-file ');
      expect(said).toMatch(REPORT);
      expect(said).not.toContain('gh issue create');
    });

    it('opens none for a clone that cannot even be installed', async () => {
      const runner = await fail('npm ci', []);
      expect(await runner.said()).not.toContain('gh ');
    });
  });

  it('says in an issue job only what is passed on', () => {
    const { jobs } = canaryOf('npm');
    expect(jobs.next.outputs).toEqual({
      version: '${{ steps.find.outputs.version }}',
      report: '${{ steps.report.outputs.text }}',
    });
    const [{ env } = {}] = jobs.issue.steps;
    expect(env).toMatchObject({
      TITLE,
      VERSION: '${{ needs.next.outputs.version }}',
      REPORT: '${{ needs.next.outputs.report }}',
    });
  });
});
