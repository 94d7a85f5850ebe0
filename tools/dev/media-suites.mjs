// The suites that drive real programs and real weights: as a process of this machine, and on Docker.
import { readFileSync } from 'node:fs';
import { prepareDocker } from './docker-engine.mjs';
import { runCommand } from './run-command.mjs';
import { foldersWith, jestSuite } from './test-suites.mjs';

/**
 * Each asset is a script that makes what the tests need, once for a machine, or ends with the reason as its last line.
 * `id` is the name in MEDIACONDUIT_REQUIRE.
 */
const MEDIA = [
  { id: 'ffmpeg', assets: ['ffmpeg'], dockerAssets: [] },
  { id: 'whisper', assets: ['speech', 'whisper-weights'], dockerAssets: [] },
  { id: 'ollama', assets: ['ollama', 'ollama-model'], dockerAssets: ['ollama-image'] },
];

/** Two for each of them, in this order. */
export const mediaSuites = MEDIA.flatMap(({ id, assets, dockerAssets }) => [
  { name: `${id} as a process`, requires: id, run: (at) => run('real', id, at, () => make(assets, at)) },
  {
    name: `${id} on Docker`,
    requires: 'docker',
    run: (at) =>
      run('container', id, at, async () => (await prepareDocker(at)) ?? make([...assets, ...dockerAssets], at)),
  },
]);

/** Whether a project's folder belongs to one of them. */
export function isOfMedia(folder) {
  return MEDIA.some(({ id }) => foldersOf(id).includes(folder));
}

function foldersOf(id) {
  return [`services/${id}-service`, `packages/${id}-provider`];
}

async function run(target, id, at, prepare) {
  const missing = await prepare();
  if (missing) return { missing };
  const withTarget = foldersWith(target);
  return jestSuite(
    target,
    at,
    foldersOf(id).filter((folder) => withTarget.includes(folder)),
  );
}

/** Resolves to why something cannot be made, or undefined. */
async function make(assets, { log }) {
  for (const asset of assets) {
    if ((await runCommand(['node', `tools/assets/${asset}.mjs`], { log })) === 0) continue;
    return readFileSync(log, 'utf8').trimEnd().split('\n').at(-1);
  }
  return undefined;
}
