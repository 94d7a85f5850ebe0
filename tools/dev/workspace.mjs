import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The command as an application installs it. */
export const cliEntry = join(root, 'packages', 'mediaconduit', 'lib', 'cli', 'main.js');

/** Folders of the workspace with a package.json, from the root. */
export function workspaceFolders() {
  return ['packages', 'services', 'tools']
    .filter((parent) => existsSync(join(root, parent)))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** pnpm in exactly the version of package.json; npm brings it, so nothing is installed on the machine. */
export function pnpm(...args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return ['npm', 'exec', '--yes', '--prefer-offline', '--', packageManager, ...args];
}

/** Environment of everything that runs here: our binaries first on PATH, no questions, no daemon left behind. */
export function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    CI: 'true',
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    FORCE_COLOR: '0',
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    ...extra,
  };
}
