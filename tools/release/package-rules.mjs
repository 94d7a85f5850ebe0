// What a published package must and must not hold. Each rule returns the problems it sees, as sentences.
import { extname } from 'node:path';

const KIB = 1024;
const DEFAULT_BUDGET_KIB = 256;
const REQUIRED = ['LICENSE', 'README.md', 'package.json'];
const FORBIDDEN = [
  /\.test(-d)?\./,
  /(^|\/)__fixtures__\//,
  /\.tsbuildinfo$/,
  /(^|\/)\.env/,
  /(^|\/)\.npmrc$/,
  /\.log$/,
];
const TEXT = new Set(['.js', '.cjs', '.mjs', '.ts', '.map', '.json', '.yml', '.yaml', '.md', '']);

/** Files that are missing, and files that nobody who installs the package needs. */
export function contentProblems(paths) {
  const missing = REQUIRED.filter((name) => !paths.includes(name)).map((name) => `${name} is missing`);
  const surplus = paths.filter((path) => FORBIDDEN.some((pattern) => pattern.test(path)));
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

/** A tarball above its budget; the budget is `maxPackedKib` of size-budgets.json or 256 KiB. */
export function sizeProblems(name, sizeBytes, budgets) {
  const budgetKib = budgets[name]?.maxPackedKib ?? DEFAULT_BUDGET_KIB;
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
