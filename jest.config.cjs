// One configuration for every package: `jest --config ../../jest.config.cjs --rootDir .`
// SUITE=container runs the *.container.test.ts files instead of the unit tests; SUITE=real the *.real.test.ts files, which
// drive the real program or real weights on this machine. SUITE_FILES chooses among those, below src.
const suite = process.env.SUITE === 'container' || process.env.SUITE === 'real' ? process.env.SUITE : undefined;

const files = process.env.SUITE_FILES || '**/*';

module.exports = {
  testEnvironment: 'node',
  testMatch: [suite ? `<rootDir>/src/${files}.${suite}.test.ts` : '<rootDir>/src/**/*.test.ts'],
  testPathIgnorePatterns: suite ? ['/node_modules/'] : ['/node_modules/', '\\.(container|real)\\.test\\.ts$'],
  reporters: ['default', require.resolve('./tools/dev/jest-report.cjs')],
  testTimeout: suite ? 120_000 : 15_000,
  maxWorkers: suite ? 1 : 2,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
};
