// One configuration for every package: `jest --config ../../jest.config.cjs --rootDir .`
// SUITE=container runs the *.container.test.ts files instead of the unit tests; SUITE=real the *.real.test.ts files, which
// drive the real program or real weights on this machine; SUITE=torture the long forms, in whatever file they are.
// SUITE_FILES chooses among those of a suite, below src. SEED repeats the random numbers of a run.
const { randomInt } = require('node:crypto');
const { join } = require('node:path');

const { SUITE, SUITE_FILES: files = '**/*' } = process.env;
const isTorture = SUITE === 'torture';
const suite = SUITE === 'container' || SUITE === 'real' ? SUITE : undefined;

process.env.SEED ??= String(randomInt(2 ** 31));

async function testMatch() {
  if (!isTorture) return [suite ? `<rootDir>/src/${files}.${suite}.test.ts` : '<rootDir>/src/**/*.test.ts'];
  const { findDockerEngine } = await import('./tools/dev/docker-engine.mjs');
  const withDocker = (await findDockerEngine()) !== undefined;
  return require('./tools/dev/long-forms.cjs')(join(process.cwd(), 'src'), withDocker);
}

module.exports = async () => ({
  testEnvironment: 'node',
  testMatch: await testMatch(),
  testPathIgnorePatterns:
    suite || isTorture ? ['/node_modules/'] : ['/node_modules/', '\\.(container|real)\\.test\\.ts$'],
  setupFilesAfterEnv: ['seed', ...(isTorture ? ['long-forms'] : [])].map((name) =>
    join(__dirname, `tools/dev/jest-${name}.cjs`),
  ),
  reporters: ['default', require.resolve('./tools/dev/jest-report.cjs')],
  testTimeout: isTorture ? 3_600_000 : suite ? 120_000 : 15_000,
  maxWorkers: suite || isTorture ? 1 : 2,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
});
