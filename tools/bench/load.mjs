// What it costs to load a provider that was fetched before, over the bare import of its code.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromRuntime } from './cowsay-runtime.mjs';
import { makeRepository } from './made-repository.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const SIZES = { small: 100, large: 2000 };
const ROUNDS = { rounds: 15, warmUp: 2 };

export async function measure() {
  const { removeTree } = fromRuntime('./dist/store/remove-tree.js');
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  try {
    const subjects = {};
    for (const [size, files] of Object.entries(SIZES)) Object.assign(subjects, await loadsOf(folder, size, files));
    const found = await interleaved(subjects, ROUNDS);
    return [firstMeasure(found), againMeasure(found)];
  } finally {
    await removeTree(folder);
  }
}

/** Fetches a provider of so many files; answers both ways to load it, each in a program of its own. */
async function loadsOf(folder, size, files) {
  const { createRuntime } = fromRuntime('@mediaconduit/runtime');
  const { parseIdentifier } = fromRuntime('./dist/source/identifier.js');
  const [mirror, project, home] = ['mirror', `${size}-project`, 'home'].map((name) => join(folder, name));
  makeRepository(join(mirror, 'bench', size), files);
  mkdirSync(project, { recursive: true });
  const environment = { PATH: process.env.PATH, MEDIACONDUIT_MIRRORS: `https://github.com/=${mirror}` };
  const runtime = createRuntime({ projectFolder: project, home, environment });
  const identifier = `github:bench/${size}`;
  const tree = await runtime.packages.open(parseIdentifier(identifier, project));
  await runtime.close();
  const load = (way, what) => () => loadOnce(way, project, home, what);
  return { [`${size}Bare`]: load('bare', join(tree.folder, 'index.js')), [`${size}Ours`]: load('ours', identifier) };
}

async function loadOnce(...words) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'load-provider.mjs'),
    ...words,
  ]);
  return JSON.parse(stdout);
}

const more = (ours, bare) => paired(ours, bare, (a, b) => a.firstMs - b.firstMs);
const all = (key, loads) => loads.map((load) => load[key]);

function firstMeasure({ smallBare, smallOurs, largeBare, largeOurs }) {
  const added = more(smallOurs, smallBare);
  return judged({
    measure: `a provider of ${SIZES.small} files that was fetched before: load it in a new program, over a bare import`,
    figure: spread(added, 1, ' ms more'),
    target: '≤ 5 ms more',
    value: median(added),
    most: 5,
    details: [
      `${ROUNDS.rounds} pairs of programs in which the runtime is loaded; by its identifier: lock file, look at every file, manifest, code, instance`,
      `import() of its code: ${spread(all('firstMs', smallBare), 1, ' ms')}; getProvider(): ${spread(all('firstMs', smallOurs), 1, ' ms')}; createRuntime() before both: ${spread(all('createMs', smallOurs), 1, ' ms')}`,
      `of ${SIZES.large} files: ${spread(more(largeOurs, largeBare), 1, ' ms more')}`,
    ],
  });
}

function againMeasure({ smallOurs }) {
  const times = all('againUs', smallOurs);
  return judged({
    measure: 'a provider that is loaded: ask for it again',
    figure: spread(times, 1, ' µs'),
    target: '≤ 20 µs',
    value: median(times),
    most: 20,
    details: ['10,000 times getProvider() in each of the same programs'],
  });
}
