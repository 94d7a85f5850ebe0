// What the store costs: to look whether a package is what it was before it is loaded, and to put one there.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fromRuntime } from './cowsay-runtime.mjs';
import { interleaved, median, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const FILES = 2000;
const ROUNDS = { rounds: 15, warmUp: 10 };
const AGAIN = 1000;

export async function measure() {
  const { createTreeStore } = fromRuntime('./dist/store/create-tree-store.js');
  const { removeTree } = fromRuntime('./dist/store/remove-tree.js');
  const home = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const open = () => createTreeStore(home);
  try {
    const published = {
      first: await publishing(open(), 'a'),
      shared: await publishing(open(), 'b'),
      again: await publishing(open(), 'a'),
    };
    const { hash } = published.first.tree;
    const [known, first] = [open(), await timed(() => open().get(hash))];
    const subjects = {
      look: () => timed(() => open().get(hash)),
      read: () => timed(() => open().get(hash, { thorough: true })),
      again: async () => (await timed(() => askAgain(known, hash))) / AGAIN,
    };
    const found = await interleaved(subjects, ROUNDS);
    return [lookMeasure(found, first, published), againMeasure(found)];
  } finally {
    await removeTree(home);
  }
}

function lookMeasure({ look, read }, first, published) {
  const took = ({ took: ms }) => `${ms.toFixed(0)} ms`;
  return judged({
    measure: `stored package of ${FILES} files: is it what it was`,
    figure: spread(look, 1, ' ms'),
    target: '≤ 5 ms',
    value: median(look),
    most: 5,
    details: [
      'inode, size, time and mode of every file and of the 501 folders that hold them',
      `the first time in a program: ${first.toFixed(1)} ms`,
      `when every file is read: ${spread(read, 0, ' ms')}`,
      `to put it there: ${took(published.first)}, once; one with half of its files: ${took(published.shared)}; the same again: ${took(published.again)}`,
    ],
  });
}

function againMeasure({ again }) {
  return judged({
    measure: `stored package of ${FILES} files: asked again in the same program`,
    figure: spread(
      again.map((ms) => ms * 1000),
      1,
      ' µs',
    ),
    target: '≤ 20 µs',
    value: median(again) * 1000,
    most: 20,
    details: [`${ROUNDS.rounds} rounds of ${AGAIN} times; within a second of the last look`],
  });
}

/** Half of the files are the same whatever the word is. */
async function publishing(store, word) {
  const staging = await store.stage();
  for (let number = 0; number < FILES; number++) {
    const file = join(
      staging.folder,
      'node_modules',
      `package${number % 100}`,
      'dist',
      `part${number % 300}`,
      `${number}.js`,
    );
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${number % 2 ? word : 'common'} ${number}\n`.repeat(300));
  }
  const startedAt = performance.now();
  const tree = await store.publish(staging);
  return { tree, took: performance.now() - startedAt };
}

async function askAgain(store, hash) {
  for (let time = 0; time < AGAIN; time++) await store.get(hash);
}

/** Milliseconds. */
async function timed(task) {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}
