// What `npm test` runs, in this order. A suite resolves to its counts, or to `{ missing }`: why it could not run.
import { checkDuplicates, checkOf } from './check-suites.mjs';
import { prepareDocker } from './docker-engine.mjs';
import { installDependencies } from './prepare.mjs';
import { hasOwnSuite, realSuites } from './real-suites.mjs';
import { registryAnswers } from './registry-answers.mjs';
import { stackSuite } from './stack-suite.mjs';
import { buildStamp, writeStamp } from './stamp.mjs';
import { foldersWith, jestSuite, nodeTestSuite, nxSuite } from './test-suites.mjs';

/** What tools know of files that have not changed. */
const CACHE = '.cache';

/**
 * A failed suite that is `needed` stops the run; `requires` is its name in MEDIACONDUIT_REQUIRE. The others go on while
 * those run that are `beside` them: they wait much, and work in folders of their own. Those with one word for it run one
 * after the other.
 */
export const suites = [
  { name: 'install', needed: true, run: install },
  { name: 'build', needed: true, run: build },
  { name: 'release and install', requires: 'registry', beside: 'registry', run: stranger },
  { name: 'lint', run: (at) => nxSuite('lint', at) },
  { name: 'unit tests', run: (at) => jestSuite('test', at) },
  { name: 'packages', run: (at) => nxSuite('pack', at) },
  { name: 'conformance', run: (at) => jestSuite('conformance', at) },
  { name: 'tools lint', run: checkOf(['eslint', 'tools', 'eslint.config.mjs', 'jest.config.cjs']) },
  { name: 'format', run: checkOf(['prettier', '--check', '.', '--cache', `--cache-location=${CACHE}/prettier`]) },
  { name: 'unused code', run: checkOf(['knip']) },
  {
    name: 'spelling',
    run: checkOf([
      'cspell',
      'lint',
      '--no-progress',
      '--quiet',
      '--dot',
      '--cache',
      `--cache-location=${CACHE}/cspell`,
    ]),
  },
  { name: 'duplicates', requires: 'jscpd', run: checkDuplicates },
  {
    name: 'tools tests',
    run: (at) =>
      nodeTestSuite(
        [
          'tools/bench',
          'tools/build',
          'tools/demo',
          'tools/dev',
          'tools/generators',
          'tools/lint-rules',
          'tools/release',
        ],
        at,
      ),
  },
  { name: 'stack end to end', run: stackSuite },
  { name: 'container tests', requires: 'docker', beside: 'docker', run: containers },
  ...realSuites,
];

async function install(at) {
  const { code, fresh } = await installDependencies(at);
  return { failed: code === 0 ? 0 : 1, remark: fresh ? 'nothing to install' : '' };
}

/** The stamp keeps commands that build what is missing from building it once more below others that run. */
async function build(at) {
  const stamp = buildStamp();
  const result = await nxSuite('build', at);
  if (result.failed === 0) writeStamp('build', stamp);
  return result;
}

async function containers(at) {
  const missing = await prepareDocker(at);
  if (missing) return { missing };
  return jestSuite(
    'container',
    at,
    foldersWith('container').filter((folder) => !hasOwnSuite(folder)),
  );
}

async function stranger(at) {
  if (!(await registryAnswers(at))) return { missing: 'the npm registry that npm is configured with does not answer' };
  return nodeTestSuite(['tools/e2e'], at, ['node', 'tools/e2e/with-registry.mjs', '--']);
}
