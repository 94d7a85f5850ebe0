// What it costs to install a provider whose packages were fetched before, over `npm ci` of the same tree.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../dev/workspace.mjs';
import { fromRuntime } from './cowsay-runtime.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';
import { withPackageServer } from './with-package-server.mjs';

const { removeTree } = fromRuntime('./dist/store/remove-tree.js');

const PACKAGES = 100;
const PROVIDER = 'bench-provider';
const COMMAND = join(root, 'packages', 'mediaconduit', 'bin', 'mediaconduit.js');
const ROUNDS = { rounds: 9, warmUp: 1 };
const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund'];

export function measure() {
  return withPackageServer(PACKAGES, async ({ folder, registry }) => {
    const npm = projectIn(folder, 'npm', registry);
    await npm.run('npm', 'install', ...FLAGS, PROVIDER);
    const ours = projectIn(folder, 'ours', registry);
    await ours.run(process.execPath, COMMAND, 'add', `npm:${PROVIDER}`, '--yes');
    const subjects = {
      npm: async () => {
        await removeTree(join(npm.folder, 'node_modules'));
        return timed(() => npm.run('npm', 'ci', ...FLAGS));
      },
      ours: async () => {
        await removeTree(join(ours.home, 'store'));
        return timed(() => ours.run(process.execPath, COMMAND, 'install'));
      },
    };
    return [installMeasure(await interleaved(subjects, ROUNDS))];
  });
}

/** Each has a cache of its own, and nothing else of this machine. */
function projectIn(base, name, registry) {
  const [folder, home] = [join(base, name), join(base, `${name}-home`)];
  mkdirSync(folder);
  writeFileSync(join(folder, '.npmrc'), `registry=${registry}\n`);
  writeFileSync(join(folder, 'package.json'), '{}');
  const env = {
    PATH: process.env.PATH,
    HOME: base,
    MEDIACONDUIT_HOME: home,
    npm_config_cache: join(base, `${name}-cache`),
  };
  return { folder, home, run: (command, ...args) => promisify(execFile)(command, args, { cwd: folder, env }) };
}

async function timed(task) {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

function installMeasure({ npm, ours }) {
  const over = paired(ours, npm, (a, b) => a / b);
  return judged({
    measure: `a provider with ${PACKAGES} packages that were fetched before: install it, over \`npm ci\` of the same tree`,
    figure: `× ${spread(over, 2, '')}`,
    target: '≤ × 0.6',
    value: median(over),
    most: 0.6,
    details: [
      `${ROUNDS.rounds} rounds of whole programs, without scripts; the lock files and the packages are there, what is installed is not`,
      `npm ci: ${spread(npm, 0, ' ms')}; mediaconduit install: ${spread(ours, 0, ' ms')}`,
    ],
  });
}
