// Wants a home for itself: `node open-home-program.cjs <home>`. Says so when it has it, and keeps it until it is killed.
const { openHome } = require('../../../dist/daemon/open-home.js');

openHome(process.argv[2], process.env, 600_000).then(
  () => {
    process.stdout.write('mine\n');
    setInterval(() => undefined, 1e6);
  },
  ({ code }) => process.stdout.write(`${code}\n`),
);
