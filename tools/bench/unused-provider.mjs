// What an installed provider costs a program that uses another: memory that is left after a collection, and processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../dev/workspace.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 9, warmUp: 1 };
const UNUSED = ['ffmpeg-provider', 'ollama-provider', 'whisper-provider'];
const KIB = 1024;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  try {
    const one = project(join(folder, 'one'), ['cowsay-provider']);
    const all = project(join(folder, 'all'), ['cowsay-provider', ...UNUSED]);
    const found = await interleaved({ one: () => say(one), all: () => say(all) }, ROUNDS);
    return [heapMeasure(found), processMeasure(found)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A project folder that depends on providers of this workspace. */
function project(folder, providers) {
  const scope = join(folder, 'node_modules', '@mediaconduit');
  mkdirSync(scope, { recursive: true });
  for (const name of providers) symlinkSync(join(root, 'packages', name), join(scope, name), 'dir');
  const dependencies = Object.fromEntries(providers.map((name) => [`@mediaconduit/${name}`, '*']));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bench', private: true, dependencies }));
  return folder;
}

/** What a program uses after it has let the cow speak; see use-cowsay.mjs. */
async function say(folder) {
  const program = join(import.meta.dirname, 'use-cowsay.mjs');
  const child = spawn(process.execPath, ['--expose-gc', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the program ended with ${code}`);
  return JSON.parse(said);
}

function heapMeasure({ one, all }) {
  const added = paired(all, one, (more, less) => (more.heapBytes - less.heapBytes) / UNUSED.length / KIB);
  return judged({
    measure: 'an installed provider that is not used: heap after a collection',
    figure: spread(added, 0, ' KiB more'),
    target: '≤ 1 MiB more',
    value: median(added),
    most: KIB,
    details: [
      `${ROUNDS.rounds} rounds of whole programs that call cowsay, with ${UNUSED.join(', ')} installed and without; a third of the difference`,
    ],
  });
}

function processMeasure({ one, all }) {
  const added = paired(all, one, (more, less) => more.processes - less.processes);
  return judged({
    measure: 'an installed provider that is not used: processes',
    figure: `${median(added)} more`,
    target: 'none',
    value: Math.max(...added),
    most: 0,
    details: [`children of the same programs while cowsay is ready: ${median(one.map(({ processes }) => processes))}`],
  });
}
