// A stamp says which inputs an earlier step has seen; the same stamp again means the step can be left out.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './workspace.mjs';

const MANIFESTS = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
const BUILD_CONFIGURATION = ['nx.json', 'tsconfig.base.json'];
const PROJECT_FOLDERS = ['packages', 'services', 'tools'];
// names, and paths from the root
const GENERATED = new Set([
  'node_modules',
  'dist',
  'lib',
  '.cache',
  'coverage',
  join('packages', 'mediaconduit', 'src', 'media'),
  join('packages', 'mediaconduit', 'src', 'services'),
]);
const TEST = /\.test(-d)?\.ts$/;

/** Digest of what decides which packages are installed. */
export function installStamp() {
  return digest([...MANIFESTS, ...projects().map((folder) => join(folder, 'package.json'))]);
}

/** Digest of what decides what the build makes: all of the packages and services but tests and products, and what bundles them. */
export function buildStamp() {
  const folders = [...projects().filter((folder) => !folder.startsWith('tools')), join('tools', 'build')];
  return digest([...MANIFESTS, ...BUILD_CONFIGURATION, ...folders.flatMap((folder) => sources(folder))]);
}

/** Whether the step of this name has last run to its end with this stamp. Stamps live and die with node_modules. */
export function isStamped(step, stamp) {
  try {
    return readFileSync(stampFile(step), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Remembers that the step of this name has run to its end. */
export function writeStamp(step, stamp) {
  mkdirSync(dirname(stampFile(step)), { recursive: true });
  writeFileSync(stampFile(step), stamp);
}

const stampFile = (step) => join(root, 'node_modules', '.cache', 'mediaconduit', `${step}.stamp`);

function projects() {
  return PROJECT_FOLDERS.flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(parent, entry.name)),
  );
}

function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.has(entry.name) || GENERATED.has(path) ? [] : sources(path);
    return TEST.test(entry.name) ? [] : [path];
  });
}

function digest(paths) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}\n`);
  for (const path of paths.sort()) hash.update(`${path}\n`).update(contentOf(path));
  return hash.digest('hex');
}

function contentOf(path) {
  try {
    return readFileSync(join(root, path));
  } catch (error) {
    if (error.code === 'ENOENT') return 'absent';
    throw error;
  }
}
