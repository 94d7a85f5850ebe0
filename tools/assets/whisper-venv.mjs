#!/usr/bin/env node
// Installs the Python packages of the whisper service and of its tests, once, and prints the folder:
//
//   node tools/assets/whisper-venv.mjs
//
// The interpreter is bin/python in it. It takes Python 3.11 or later with venv, and the package index that pip is set to.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../dev/workspace.mjs';
import { assetFolder, makeOnce, printAsset } from './asset-folder.mjs';

const SERVICE = join(root, 'services', 'whisper-service');
const LOCKS = ['requirements.lock', 'requirements-test.lock'].map((name) => join(SERVICE, name));
const WINDOWS = process.platform === 'win32';
const PYTHON = WINDOWS ? 'python' : 'python3';
const IDENTITY = 'import sys, sysconfig; print(sys.version_info >= (3, 11), sys.version, sysconfig.get_platform())';

/** Why the packages cannot be installed here; `undefined` when they can. */
export function missingForWhisper() {
  if (!identity().startsWith('True')) return `${PYTHON} 3.11 or later is not installed`;
  const { status } = spawnSync(PYTHON, ['-c', 'import ensurepip, venv']);
  return status === 0 ? undefined : `${PYTHON} has no venv (Debian: apt-get install python3-venv)`;
}

/** Resolves to the interpreter that has the packages. */
export async function whisperPython() {
  const missing = missingForWhisper();
  if (missing) throw new Error(missing);
  const locks = LOCKS.map((path) => readFileSync(path, 'utf8'));
  const folder = await makeOnce(assetFolder('whisper-venv', { locks, identity: identity() }), install);
  return interpreterIn(folder);
}

function install(folder) {
  run(PYTHON, ['-m', 'venv', folder]);
  const files = LOCKS.flatMap((path) => ['-r', path]);
  const options = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--only-binary', ':all:'];
  run(interpreterIn(folder), ['-m', 'pip', 'install', ...options, ...files]);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? status}`);
}

function identity() {
  return spawnSync(PYTHON, ['-c', IDENTITY], { encoding: 'utf8' }).stdout ?? '';
}

function interpreterIn(folder) {
  return WINDOWS ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await printAsset(async () => join(await whisperPython(), '../..'));
}
