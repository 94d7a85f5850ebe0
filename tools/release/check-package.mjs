#!/usr/bin/env node
// Packs the package of the current folder as it would be published and checks the tarball: what is in it, how large it
// is, and whether its entry points and types resolve for every kind of consumer (publint, attw). Writes .cache/pack.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pnpm, root, toolEnvironment } from '../dev/workspace.mjs';
import {
  contentProblems,
  isProvider,
  machinePathProblems,
  offersCode,
  ownRangeProblems,
  sizeProblems,
  unresolvedRanges,
} from './package-rules.mjs';
import { publishedPackages } from './published-packages.mjs';

const folder = process.cwd();
const manifest = readJson(join(folder, 'package.json'));
const budgets = readJson(new URL('./size-budgets.json', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'check-package-'));
try {
  const { filename: tarball } = JSON.parse(run(pnpm('pack', '--json', '--pack-destination', temporary)));
  run(['tar', '-xzf', basename(tarball)], temporary);
  const packed = join(temporary, 'package');
  const paths = filesIn(packed);
  const problems = [...packedProblems(packed, paths), ...tarballProblems(tarball), ...(await toolProblems(tarball))];
  const packedBytes = statSync(tarball).size;
  writeReport({ packedBytes, files: paths.map((path) => ({ path, bytes: statSync(join(packed, path)).size })) });
  const size = `${(packedBytes / 1024).toFixed(1)} KiB`;
  process.stdout.write([`${manifest.name}: ${paths.length} files, ${size}`, ...problems, ''].join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** For those who want to know what goes out before it does. */
function writeReport({ packedBytes, files }) {
  const { name, version } = manifest;
  mkdirSync(join(folder, '.cache'), { recursive: true });
  writeFileSync(join(folder, '.cache', 'pack.json'), JSON.stringify({ name, version, packedBytes, files }));
}

function packedProblems(packed, paths) {
  const read = (path) => readFileSync(join(packed, path), 'utf8');
  const versions = new Map(publishedPackages().map(({ name, version }) => [name, version]));
  return [
    ...contentProblems(paths),
    ...unresolvedRanges(read('package.json')),
    ...ownRangeProblems(JSON.parse(read('package.json')), versions),
    ...machinePathProblems(paths, read, [root]),
  ];
}

function tarballProblems(tarball) {
  return sizeProblems(manifest.name, statSync(tarball).size, budgets);
}

function filesIn(packed) {
  return readdirSync(packed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packed, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

async function toolProblems(tarball) {
  const { messages, pkg } = await publint({ pack: { tarball: bytesOf(tarball) }, strict: true });
  const objections = messages
    .filter(({ code }) => !(isProvider(manifest) && code === 'CJS_WITH_ESMODULE_DEFAULT_EXPORT'))
    .map((message) => `publint: ${formatMessage(message, pkg)}`);
  return [...objections, ...(offersCode(manifest) ? typeProblems(tarball) : [])];
}

function typeProblems(tarball) {
  const ignored = isProvider(manifest) ? ['--ignore-rules', 'cjs-only-exports-default'] : [];
  const { status, stdout, stderr } = start(['attw', tarball, '--format', 'ascii', '--no-emoji', ...ignored]);
  return status === 0 ? [] : [`attw objects:\n${stdout}${stderr}`];
}

function bytesOf(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function run(command, cwd) {
  const { status, stdout, stderr } = start(command, cwd);
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

function start([command, ...args], cwd = folder) {
  const shell = process.platform === 'win32';
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: toolEnvironment(), shell });
  if (result.error) throw result.error;
  return result;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
