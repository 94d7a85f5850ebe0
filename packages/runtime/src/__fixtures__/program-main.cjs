// Runs a program of a test against the built package: `node program-main.cjs <code> <argument as JSON>`.
// The code sees `runtime` (the package's exports), `argument` and `say(value)`, which prints one line of JSON.
const path = require('node:path');

const runtime = require(path.join(__dirname, '../../lib/index.js'));
const say = (value) => void process.stdout.write(`${JSON.stringify(value)}\n`);
const AsyncFunction = (async () => undefined).constructor;

AsyncFunction(
  'runtime',
  'argument',
  'say',
  'require',
  process.argv[2],
)(runtime, JSON.parse(process.argv[3]), say, require).catch((error) => {
  say({ failed: error.message, code: error.code });
  process.exitCode = 1;
});
