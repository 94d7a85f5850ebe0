// What a published package must and must not hold. Each rule returns the problems it sees, as sentences.
import { extname } from 'node:path';

const KIB = 1024;
const DEFAULT_BUDGET_KIB = 256;
const REQUIRED = ['LICENSE', 'README.md', 'package.json'];
const FORBIDDEN = [
  /\.test(-d)?\./,
  /(^|\/)__fixtures__\//,
  /\.tsbuildinfo$/,
  /\.map$/, // the sources that it leads to are not there
  /(^|\/)\.env/,
  /(^|\/)\.npmrc$/,
  /\.log$/,
];
const TEXT = new Set(['.js', '.cjs', '.mjs', '.ts', '.map', '.json', '.yml', '.yaml', '.md', '']);

/** Files that are missing, and files that nobody who installs the package needs. */
export function contentProblems(paths) {
  const missing = REQUIRED.filter((name) => !paths.includes(name)).map((name) => `${name} is missing`);
  // a template is named after what it makes
  const published = paths.filter((path) => !path.endsWith('.ejs'));
  const surplus = published.filter((path) => FORBIDDEN.some((pattern) => pattern.test(path)));
  return [...missing, ...surplus.map((path) => `${path} does not belong into a package`)];
}

/** Paths of the machine that made the package. `read` gives a packed file's text. */
export function machinePathProblems(paths, read, folders) {
  return paths
    .filter((path) => TEXT.has(extname(path)))
    .flatMap((path) =>
      folders.filter((folder) => read(path).includes(folder)).map((folder) => `${path} names ${folder}`),
    );
}

/** Ranges that mean something in the workspace only; `text` is the packed package.json. */
export function unresolvedRanges(text) {
  return (text.match(/"(workspace|catalog):[^"]*"/g) ?? []).map((range) => `package.json still says ${range}`);
}

/**
 * Ranges on packages of ours that are not the version of this very workspace: `packed` is the package.json that goes out,
 * `versions` are ours by name. Somebody who installs one of them is to get those that it was tested with, or later ones.
 */
export function ownRangeProblems(packed, versions) {
  const { dependencies, peerDependencies, optionalDependencies } = packed;
  return Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    .filter(([name, range]) => versions.has(name) && range !== `^${versions.get(name)}`)
    .map(([name, range]) => `package.json asks for ${name} ${range}, and this is ${versions.get(name)}`);
}

/**
 * A tarball above its budget: `maxPackedKib` of size-budgets.json by its name or the end of it (`*-provider`), or 256 KiB.
 */
export function sizeProblems(name, sizeBytes, budgets) {
  const ending = Object.keys(budgets).find((key) => key.startsWith('*') && name.endsWith(key.slice(1)));
  const budgetKib = (budgets[name] ?? budgets[ending])?.maxPackedKib ?? DEFAULT_BUDGET_KIB;
  if (sizeBytes <= budgetKib * KIB) return [];
  return [`the tarball has ${Math.ceil(sizeBytes / KIB)} KiB, its budget is ${budgetKib} KiB`];
}

/** Whether code can be imported from the package: a service offers its package.json only. */
export function offersCode({ exports = {} }) {
  return Object.keys(exports).some((entry) => entry !== './package.json');
}

/**
 * A provider's class is its default export besides the named one, as the original core asks for. Tools warn of that in
 * CommonJS; the loader takes the class either way.
 */
export function isProvider({ name }) {
  return name.endsWith('-provider');
}
