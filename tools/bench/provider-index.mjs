// What thousands of installed providers cost: to list them, to search them, and to keep them in memory. No code of theirs runs.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const PROVIDERS = 5000;
const ROUNDS = { rounds: 9, warmUp: 2 };
const MIB = 1024 * 1024;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  try {
    const none = project(join(folder, 'none'), 0);
    const all = project(join(folder, 'all'), PROVIDERS);
    const home = join(folder, 'home');
    const first = await list(all, home);
    const found = await interleaved({ none: () => list(none, home), all: () => list(all, home) }, ROUNDS);
    if (found.all.some(({ found: count }) => count !== PROVIDERS)) throw new Error('not all providers were found');
    return [coldMeasure(found, first), warmMeasure(found), searchMeasure(found), memoryMeasure(found)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function coldMeasure({ all }, first) {
  const times = all.map(({ coldMs }) => coldMs);
  return judged({
    measure: `${PROVIDERS} installed providers: list them, in a new program`,
    figure: spread(times, 1, ' ms'),
    target: '≤ 60 ms',
    value: median(times),
    most: 60,
    details: [
      `${ROUNDS.rounds} programs; the index in the home is compared with every manifest`,
      `without an index, reading every manifest: ${first.coldMs.toFixed(0)} ms, once`,
    ],
  });
}

function warmMeasure({ all }) {
  const times = all.map(({ warmMs }) => warmMs);
  return judged({
    measure: `${PROVIDERS} installed providers: list them again`,
    figure: spread(times, 3, ' ms'),
    target: '≤ 1 ms',
    value: median(times),
    most: 1,
    details: ['in the same program'],
  });
}

function searchMeasure({ all }) {
  const times = all.map(({ searchMs }) => searchMs);
  return judged({
    measure: `${PROVIDERS} installed providers: choose one for a capability`,
    figure: spread(times, 1, ' ms'),
    target: '≤ 10 ms',
    value: median(times),
    most: 10,
    details: [
      `nine of ten offer it; each one that is not taken gets its reason`,
      `the first time: ${spread(
        all.map(({ firstMs }) => firstMs),
        1,
        ' ms',
      )}`,
    ],
  });
}

function memoryMeasure({ all, none }) {
  const added = paired(all, none, (more, less) => (more.rss - less.rss) / MIB);
  const heap = paired(
    all,
    none,
    (more, less) => (more.heapUsed + more.arrayBuffers - less.heapUsed - less.arrayBuffers) / MIB,
  );
  return judged({
    measure: `${PROVIDERS} installed providers: memory over none`,
    figure: spread(added, 1, ' MiB'),
    target: '≤ 40 MiB',
    value: median(added),
    most: 40,
    details: [`resident, after a collection; of that, objects and buffers: ${spread(heap, 1, ' MiB')}`],
  });
}

/** In a program of its own. */
async function list(projectFolder, home) {
  const program = join(import.meta.dirname, 'list-providers.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, projectFolder, home]);
  return JSON.parse(stdout);
}

/** A project with so many providers in its `node_modules`, whose code ends the program that runs it. */
function project(folder, count) {
  const names = Array.from({ length: count }, (_, index) => `@bench/p${index}-provider`);
  for (const [index, name] of names.entries()) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: `1.0.${index}`, main: 'index.js' }));
    writeFileSync(join(place, 'MediaConduit.provider.yml'), manifest(index));
    writeFileSync(join(place, 'index.js'), 'process.exit(70);');
  }
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bench', private: true, dependencies }));
  return folder;
}

function manifest(index) {
  const isLocal = index % 3 === 0;
  return `contract: 1
id: p${index}
name: Provider number ${index}
description: Speaks with the API of number ${index}.
type: ${isLocal ? 'local' : 'remote'}
capabilities: [${index % 10 === 0 ? 'text-to-image' : 'text-to-text'}]
models:
  - { id: small, name: Small, description: The first of its models., pricing: { inputCost: 1, outputCost: 2 } }
  - { id: large, name: Large, limits: { maxTextLength: 4000 } }
${isLocal ? '' : `configuration:\n  environment:\n    P${index}_API_KEY: { required: true, description: The key of your account. }\n`}`;
}
