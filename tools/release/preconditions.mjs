// What must be so before anything is published. Each function returns what is not, as sentences that say what to do.
import { execFileSync } from 'node:child_process';
import { root } from '../dev/workspace.mjs';

const MAIN = 'main';
const NAMED_FILES = 3;

/** A release is made from main as others have it; a snapshot from any branch, but from what is committed. */
export function treeProblems({ snapshot }) {
  return [...(snapshot ? [] : [...branchProblems(), ...behindProblems()]), ...changeProblems()];
}

/** Changes whose versions nobody has decided yet must not go out under an old one. */
export function waitingProblems(changesets) {
  const waiting = changesets.filter(({ releases }) => releases.length > 0).length;
  if (waiting === 0) return [];
  const subject = waiting === 1 ? '1 changeset waits' : `${waiting} changesets wait`;
  return [`${subject} for a version: run \`npm run release:version\`, read and commit what it wrote, and release that`];
}

/** What goes out must not ask for a version of ours that nobody can install. */
export function missingDependencies(rows, unpublished) {
  const missing = new Map(unpublished.filter((item) => !rows.includes(item)).map(({ name, gitTag }) => [name, gitTag]));
  return rows.flatMap(({ name, manifest: { dependencies, peerDependencies } }) =>
    Object.keys({ ...dependencies, ...peerDependencies })
      .filter((dependency) => missing.has(dependency))
      .map((dependency) => `${name} needs ${missing.get(dependency)}, which is not published: release that first`),
  );
}

function branchProblems() {
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch === MAIN) return [];
  const here = branch === 'HEAD' ? 'no branch is checked out' : `this is the branch ${branch}`;
  return [`${here}, and releases are made from ${MAIN}: run \`git switch ${MAIN}\`, or publish a snapshot`];
}

function behindProblems() {
  const upstream = attempt(() => git('rev-parse', '--abbrev-ref', '@{upstream}'));
  const missing = upstream ? Number(git('rev-list', '--count', 'HEAD..@{upstream}')) : 0;
  return missing > 0 ? [`${upstream} has ${missing} commits that are not here: run \`git pull\``] : [];
}

function changeProblems() {
  const paths = git('status', '--porcelain').split('\n').filter(Boolean);
  if (paths.length === 0) return [];
  const named = paths.slice(0, NAMED_FILES).map((line) => line.replace(/^\s*\S+\s+/, ''));
  const more = paths.length > NAMED_FILES ? ` and ${paths.length - NAMED_FILES} more` : '';
  return [`there are changes that are not committed (${named.join(', ')}${more}): commit or stash them`];
}

function git(...words) {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function attempt(read) {
  try {
    return read();
  } catch {
    return undefined; // a branch that follows no other
  }
}
