import { parse } from 'yaml';
import { checkAnswers } from './check-answers';
import { PACKAGE_MANAGER_NAMES, parsePackageManager, type PackageManagerName } from './package-manager';
import { planPackage } from './plan-package';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const FOLDER = '.github/workflows/';

/** The steps of every job that installs packages. */
function installingJobs(name: PackageManagerName): (readonly [job: string, steps: readonly Step[]])[] {
  const pm = parsePackageManager(name);
  const files = planPackage(checkAnswers({ name: 'my-thing', kind: 'node' }), { pm, year: 2026 });
  const workflows = files.filter(({ path }) => path.startsWith(FOLDER));
  return workflows.flatMap(({ path, text }) =>
    Object.entries((parse(String(text)) as Workflow).jobs)
      .filter(([, { steps }]) => steps.some((step) => step.run === pm.ci))
      .map(([job, { steps }]) => [`${path.slice(FOLDER.length)} ${job}`, steps] as const),
  );
}

const BRINGS: Readonly<Record<PackageManagerName, Step>> = {
  npm: { uses: 'actions/setup-node@v5' },
  pnpm: { uses: 'pnpm/action-setup@v4' },
  yarn: { run: 'corepack enable' },
  bun: { uses: 'oven-sh/setup-bun@v2' },
};

describe.each(PACKAGE_MANAGER_NAMES)('workflows of a package that %s installs', (name) => {
  it.each(installingJobs(name))('bring it in %s after Node.js and before its first use', (_job, steps) => {
    const isNode = ({ uses }: Step): boolean => uses === 'actions/setup-node@v5';
    const [node, pm] = [steps.findIndex(isNode), steps.findLastIndex((step) => isBrought(step, BRINGS[name]))];
    expect(pm).toBeGreaterThanOrEqual(node);
    expect(steps.findIndex(({ run }) => run === parsePackageManager(name).ci)).toBe(pm + 1);
  });

  it('are four', () => {
    expect(installingJobs(name).map(([job]) => job)).toEqual([
      'canary.yml next',
      'ci.yml test',
      'ci.yml container',
      'release.yml release',
    ]);
  });
});

function isBrought(step: Step, wanted: Step): boolean {
  return step.uses === wanted.uses && step.run === wanted.run;
}
