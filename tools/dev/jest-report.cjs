// A Jest reporter that leaves the counts of a run in the project's `.cache` folder, for the closing table of `npm test`, and
// says how to repeat the random numbers of a run that failed.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = class JestReport {
  #rootDir;

  constructor({ rootDir }) {
    this.#rootDir = rootDir;
  }

  onRunStart() {
    if (process.env.TORTURE) sayRepeat();
  }

  onRunComplete(_contexts, results) {
    const folder = join(this.#rootDir, '.cache');
    mkdirSync(folder, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      // a file that could not run has no tests to count
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(join(folder, `${process.env.SUITE ?? 'test'}.json`), JSON.stringify(counts));
    if (counts.failed > 0) sayRepeat();
  }
};

function sayRepeat() {
  process.stderr.write(`seed ${process.env.SEED}: SEED=${process.env.SEED} repeats the random numbers of this run\n`);
}
