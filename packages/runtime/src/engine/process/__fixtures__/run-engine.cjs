// Runs the compiled engine as a program of its own: `node run-engine.cjs <definition as JSON> <how it goes on>`.
// Prints `[child, grandchild]` as soon as the service has told them.
const path = require('node:path');

const compiled = path.join(__dirname, '../../../../dist/engine/process/process-engine.js');
const { createProcessEngine } = require(compiled);
const [definition, then] = [JSON.parse(process.argv[2]), process.argv[3]];

async function main() {
  const engine = createProcessEngine();
  const keepAddress = then === 'stop';
  const started = engine.ensure(definition, { signal: new AbortController().signal, keepAddress });
  if (then === 'wait for ever') setInterval(() => undefined, 1000);
  const { id } = await started;
  if (then === 'end unheard') return;
  const pids = await pidsOf(engine, id);
  process.stdout.write(`${JSON.stringify(pids)}\n`);
  if (then === 'stop') await engine.stop(id);
}

async function pidsOf(engine, id) {
  for (;;) {
    const line = (await engine.logs(id)).find((text) => text.startsWith('pids '));
    if (line !== undefined) return line.split(' ').slice(1).map(Number);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

void main();
