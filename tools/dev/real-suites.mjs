// The suites that drive real programs and real weights: as a process of this machine, and on Docker.
import { readFileSync } from 'node:fs';
import { prepareDocker } from './docker-engine.mjs';
import { runCommand } from './run-command.mjs';
import { foldersWith, jestSuite } from './test-suites.mjs';

/**
 * Each asset is a script that makes what the tests need, once for a machine, or ends with the reason as its last line.
 * `id` is the name in MEDIACONDUIT_REQUIRE. `files` are the tests below `src` where a folder has those of several suites.
 */
const PROCESS = [
  { id: 'python', folders: ['packages/runtime'], files: 'engine/process/python/*', assets: ['python'] },
  { id: 'databases', folders: ['packages/runtime'], files: 'mesh/components/databases', assets: ['databases'] },
  { id: 'brokers', folders: ['packages/runtime'], files: 'mesh/components/brokers', assets: ['kafka', 'temporal'] },
  { id: 'ffmpeg', folders: [...foldersOf('ffmpeg'), 'packages/testkit'], assets: ['ffmpeg'] },
  { id: 'whisper', folders: foldersOf('whisper'), assets: ['speech', 'whisper-weights'] },
  { id: 'ollama', folders: foldersOf('ollama'), assets: ['ollama', 'ollama-model'] },
];

const DOCKER = [
  { id: 'ffmpeg', folders: foldersOf('ffmpeg'), assets: ['ffmpeg'] },
  { id: 'whisper', folders: foldersOf('whisper'), assets: ['speech', 'whisper-weights', 'whisper-image'] },
  { id: 'ollama', folders: foldersOf('ollama'), assets: ['ollama', 'ollama-model', 'ollama-image'] },
];

export const realSuites = [
  ...PROCESS.map(({ id, folders, files, assets }) => ({
    name: `${id} as a process`,
    requires: id,
    run: (at) => run('real', folders, withFiles(at, files), () => make(assets, at)),
  })),
  ...DOCKER.map(({ id, folders, assets }) => ({
    name: `${id} on Docker`,
    requires: 'docker',
    beside: 'docker',
    run: (at) => run('container', folders, at, async () => (await prepareDocker(at)) ?? make(assets, at)),
  })),
];

/** Whether the container tests of a folder are among these suites. */
export function hasOwnSuite(folder) {
  return DOCKER.some(({ folders }) => folders.includes(folder));
}

function foldersOf(id) {
  return [`services/${id}-service`, `packages/${id}-provider`];
}

/** The configuration of Jest reads the variable. */
function withFiles(at, files) {
  return files ? { ...at, env: { SUITE_FILES: files } } : at;
}

async function run(target, folders, at, prepare) {
  const missing = await prepare();
  if (missing) return { missing };
  const withTarget = foldersWith(target);
  return jestSuite(
    target,
    at,
    folders.filter((folder) => withTarget.includes(folder)),
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
