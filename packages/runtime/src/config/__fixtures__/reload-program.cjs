// A program that changes its configuration for ever: each service is a file in the folder `world`, written one by one.
// What it begins and what it has done is said on stdout; it is made to be killed at any moment.
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { ConfigManager } = require('../../../dist/config/config-manager.js');
const { ConfigStore } = require('../../../dist/config/config-store.js');
const { resolveStack } = require('../../../dist/config/resolve-stack.js');
const { parseStackFile } = require('../../../dist/stack-file/parse-stack-file.js');

const [folder] = process.argv.slice(2);
const file = join(folder, 'mediaconduit.yml');
const world = join(folder, 'world');
mkdirSync(world, { recursive: true });
const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
const say = (value) => writeSync(1, `${JSON.stringify(value)}\n`);

const resolveService = () => Promise.reject(new Error('nothing is installed'));
const resolve = (text) => resolveStack(parseStackFile(text, { file }), { resolveService });

async function apply(stack) {
  for (const name of readdirSync(world))
    if (!stack.services.some((one) => one.name === name)) rmSync(join(world, name));
  for (const { name, definition } of stack.services) {
    await pause();
    if (definition.docker.image === 'broken') throw new Error('does not start');
    writeFileSync(join(world, name), definition.docker.image);
  }
}

const runs = () =>
  Object.fromEntries(readdirSync(world).map((name) => [name, readFileSync(join(world, name), 'utf8')]));

const text = (count, last) =>
  ['services:', ...['a', 'b', `c${count % 3}`].map((name) => `  ${name}: { image: "x:${count}" }`), ...last, ''].join(
    '\n',
  );

async function main() {
  const manager = new ConfigManager({ file, store: new ConfigStore({ folder: join(folder, 'home') }), resolve, apply });
  const { text: opened } = await manager.open();
  let current = opened;
  say({ opened, runs: runs() });
  for (let count = Date.now(); ; count++) {
    const isBroken = Math.random() < 0.3;
    const next = text(count, isBroken ? ['  z: { image: broken }'] : []);
    say({ begun: isBroken ? current : next });
    await manager.update(next).then(
      () => say({ done: (current = next) }),
      () => say({ failed: true }),
    );
  }
}

void main();
