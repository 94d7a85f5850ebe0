// What a change to a package asks for: pure, so that every case can be tested.
import { isDeepStrictEqual } from 'node:util';
import { isChangeset } from './changesets.mjs';

/** Files of a package that its users never get, or read elsewhere. */
const NOT_OF_USERS = [
  /\.md$/,
  /\.test(-d)?\.ts$/,
  /(^|\/)__fixtures__\//,
  /^services\/[^/]+\/tests\//,
  /(^|\/)tsconfig[^/]*\.json$/,
  /(^|\/)requirements-test\.[^/]+$/,
];
/** Keys of a package.json that decide nothing where the package is installed; versions are written by a release. */
const NOT_OF_USERS_KEYS = ['version', 'devDependencies', 'scripts', 'nx'];

/** Whether users notice that a file has changed. `before` and `now` give a file's text, or undefined without the file. */
export function isOfUsers(path, { before, now }) {
  if (NOT_OF_USERS.some((pattern) => pattern.test(path))) return false;
  return !path.endsWith('/package.json') || !isDeepStrictEqual(keysOfUsers(before(path)), keysOfUsers(now(path)));
}

function keysOfUsers(text) {
  if (text === undefined) return undefined;
  return Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => !NOT_OF_USERS_KEYS.includes(key)));
}

/**
 * The packages that have files among `files` and are in no changeset of this branch: `{ name, files }`. `changed` are all
 * files of the branch; a changeset without packages among them says that users see nothing of it.
 */
export function withoutChangeset({ files, packages, changesets, changed }) {
  const ours = changesets.filter(({ path }) => isChangeset(path) && changed.includes(path));
  if (ours.some(({ releases }) => releases.length === 0)) return [];
  const named = new Set(ours.flatMap(({ releases }) => releases.map(({ name }) => name)));
  return packages
    .map(({ name, folder }) => ({ name, files: files.filter((path) => path.startsWith(`${folder}/`)) }))
    .filter((item) => item.files.length > 0 && !named.has(item.name));
}

/** Names in changesets that no package has, as sentences. */
export function unknownPackages(changesets, packages) {
  const known = new Set(packages.map(({ name }) => name));
  return changesets.flatMap(({ path, releases }) =>
    releases
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => `${path} names ${name}, which no package here is called`),
  );
}
