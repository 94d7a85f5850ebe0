// One configuration for every package: `jest --config ../../jest.config.cjs --rootDir .`
// SUITE=container runs the *.container.test.ts files instead of the unit tests.
const container = process.env.SUITE === 'container';

module.exports = {
  testEnvironment: 'node',
  testMatch: [container ? '<rootDir>/src/**/*.container.test.ts' : '<rootDir>/src/**/*.test.ts'],
  testPathIgnorePatterns: container ? ['/node_modules/'] : ['/node_modules/', '\\.container\\.test\\.ts$'],
  reporters: ['default', require.resolve('./tools/dev/jest-report.cjs')],
  testTimeout: container ? 120_000 : 15_000,
  maxWorkers: container ? 1 : 2,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
};
