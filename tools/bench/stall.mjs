// How long the event loop of a program stands still while it fetches, stores and looks after packages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fromRuntime } from './cowsay-runtime.mjs';
import { makeRepository, providerFiles } from './made-repository.mjs';
import { judged } from './verdict.mjs';
import { withPackageServer } from './with-package-server.mjs';

const PACKAGES = 300;
const FILES = 2000;
const ROUNDS = 3;
const MOST_MS = 50;

export function measure() {
  return withPackageServer(PACKAGES, async ({ folder, registry }) => {
    makeRepository(join(folder, 'mirror', 'bench', 'large'), FILES);
    const found = new Map();
    for (let round = 0; round < ROUNDS; round++) await oneRound({ folder, registry, round, found });
    return [...found].map(([name, rounds]) => stallMeasure(name, rounds));
  });
}

/** In a home of its own, so that nothing is there. */
async function oneRound({ folder, registry, round, found }) {
  const [project, home] = ['project', 'home'].map((name) => join(folder, `${name}-${round}`));
  write(project, { '.npmrc': `registry=${registry}\n`, 'package.json': '{}' });
  const environment = {
    ...{ PATH: process.env.PATH, HOME: folder, npm_config_cache: join(home, 'npm') },
    MEDIACONDUIT_MIRRORS: `https://github.com/=${join(folder, 'mirror')}`,
  };
  const runtime = fromRuntime('@mediaconduit/runtime').createRuntime({ projectFolder: project, home, environment });
  const { parseIdentifier } = fromRuntime('./dist/source/identifier.js');
  const store = fromRuntime('./dist/store/create-tree-store.js').createTreeStore(home);
  const staging = await store.stage();
  write(staging.folder, providerFiles(FILES - 1));
  const open = (text) => runtime.packages.open(parseIdentifier(text, project));
  let tree;
  const steps = {
    'nothing (for comparison)': () => new Promise((resolve) => void setTimeout(resolve, 1000)),
    [`add a package with ${PACKAGES} dependencies`]: () => open('npm:bench-provider'),
    [`add a repository of ${FILES} files`]: () => open('github:bench/large'),
    [`store ${FILES} files`]: async () => (tree = await store.publish(staging)),
    [`read ${FILES} stored files`]: () => store.get(tree.hash, { thorough: true }),
    'remove what is not used': () => runtime.packages.collect({ minAgeMs: 0 }),
  };
  for (const [name, step] of Object.entries(steps)) found.set(name, [...(found.get(name) ?? []), await watched(step)]);
  await runtime.close();
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function watched(task) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const startedAt = performance.now();
  delays.enable();
  await task();
  await new Promise((resolve) => setImmediate(resolve)); // else the last stop is not seen
  delays.disable();
  const [most, p99] = [delays.max, delays.percentile(99)].map((ns) => ns / 1e6);
  return { most, p99, took: performance.now() - startedAt };
}

function stallMeasure(name, rounds) {
  const list = (key, digits) => rounds.map((round) => round[key].toFixed(digits)).join(', ');
  const most = Math.max(...rounds.map((round) => round.most));
  return judged({
    measure: `longest stop of the event loop: ${name}`,
    figure: `${most.toFixed(1)} ms`,
    target: `≤ ${MOST_MS} ms`,
    value: most,
    most: MOST_MS,
    details: [
      `${ROUNDS} rounds: ${list('most', 1)} ms; 99 % of all looks: ${list('p99', 1)} ms; the whole: ${list('took', 0)} ms`,
    ],
  });
}
