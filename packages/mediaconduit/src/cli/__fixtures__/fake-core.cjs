// Stands for a version of the core that was installed by fake-npm.cjs, and does what its trial.json says.
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');

const trial = () =>
  JSON.parse(readFileSync(join('node_modules', '@mediaconduit', 'mediaconduit', 'trial.json'), 'utf8'));

exports.conduit = {
  provider: async () => {
    const { refused } = trial();
    console.log('a provider may print while it is loaded');
    if (refused) throw Object.assign(new Error(refused.message), refused);
  },
};

exports.main = () => {
  const { crash, hang, report } = trial();
  if (hang === 'conformance') {
    writeFileSync(`${process.env.FAKE_NPM}.pid`, String(process.pid));
    setInterval(() => undefined, 60_000);
    return;
  }
  if (crash) throw new Error(crash);
  const [, folder, ...words] = process.argv.slice(2);
  const told = {
    argv: words,
    settings: existsSync(join(folder, 'recordings', 'a.json')),
    home: process.env.MEDIACONDUIT_HOME,
  };
  writeFileSync(`${process.env.FAKE_NPM}.told`, JSON.stringify(told));
  process.stdout.write(JSON.stringify(report));
  process.exitCode = report.error ? 4 : report.results.some(({ outcome }) => outcome === 'fail') ? 9 : 0;
};
