// Lets a cow speak on Docker: `node cow-program.cjs <home>`. Says `{ text, containerId }` as one line of JSON, goes on
// until a line comes in, then ends without closing anything.
const path = require('node:path');
const { createRuntime } = require('@mediaconduit/runtime');

async function main() {
  const projectFolder = path.join(__dirname, '../..');
  const runtime = createRuntime({ projectFolder, home: process.argv[2], engine: 'docker' });
  const provider = await runtime.providers.getProvider('.');
  const text = await provider.getModel('cowsay-default').transform('Moo from Docker');
  const { containerId } = await provider.getServiceStatus();
  process.stdout.write(`${JSON.stringify({ text: text.content, containerId })}\n`);
  process.stdin.once('data', () => process.stdin.destroy());
}

void main();
