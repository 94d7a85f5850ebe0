// What it costs to install a provider whose packages were fetched before, over `npm ci` of the same tree.
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../dev/workspace.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';
import { withPackageServer } from './with-package-server.mjs';

/** As many as `cowsay` brings, and many. */
const PACKAGES = [12, 100];
const PROVIDER = 'bench-provider';
const COMMAND = join(root, 'packages', 'mediaconduit', 'bin', 'mediaconduit.js');
const ROUNDS = { rounds: 11, warmUp: 1 };
const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund'];

export async function measure() {
  const measures = [];
  for (const packages of PACKAGES) measures.push(await measureInstall(packages));
  return measures;
}

function measureInstall(packages) {
  return withPackageServer(packages, async ({ folder, registry }) => {
    const npm = projectIn(folder, 'npm', registry);
    await npm.run('npm', 'install', ...FLAGS, PROVIDER);
    const ours = projectIn(folder, 'ours', registry);
    await ours.run(process.execPath, COMMAND, 'add', `npm:${PROVIDER}`, '--yes');
    const subjects = {
      npm: async () => {
        npm.putAside(join(npm.folder, 'node_modules'));
        return timed(() => npm.run('npm', 'ci', ...FLAGS));
      },
      ours: async () => {
        ours.putAside(join(ours.home, 'store'));
        return timed(() => ours.run(process.execPath, COMMAND, 'install'));
      },
    };
    return installMeasure(packages, await interleaved(subjects, ROUNDS));
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
  let count = 0;
  return {
    folder,
    home,
    run: (command, ...args) => promisify(execFile)(command, args, { cwd: folder, env }),
    // ext4 is slow to create files where some were just removed, for whoever comes next: all of it goes at the end
    putAside: (place) => renameSync(place, join(base, `${name}-aside-${(count += 1)}`)),
  };
}

async function timed(task) {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

function installMeasure(packages, { npm, ours }) {
  const over = paired(ours, npm, (a, b) => a / b);
  return judged({
    measure: `a provider with ${packages} packages that were fetched before: install it, over \`npm ci\` of the same tree`,
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
