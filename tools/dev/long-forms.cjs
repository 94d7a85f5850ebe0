// The test files that have a long form: they look at TORTURE.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Absolute paths. Those that need Docker only where `withDocker` says that there is one. */
module.exports = function longForms(folder, withDocker) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts') && (withDocker || !name.endsWith('.container.test.ts')))
    .map((name) => join(folder, name))
    .filter((file) => readFileSync(file, 'utf8').includes("process.env['TORTURE']"));
};
