import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { runStep } from './run-step.mjs';

const FIRST = '1.0.0';
/** A major change makes the first version of it. */
const BEFORE_FIRST = '0.0.0';
const FIRST_CHANGESET = join(root, '.changeset', 'first-release.md');
const ALL_CHANGESET = join(root, '.changeset', 'all-of-a-snapshot.md');

/**
 * Makes versions and changelogs of the changesets that wait, those of a preview where `snapshot` names one. `packages` come
 * with what is published of them: one that nobody could install yet keeps its first version, and whatever waits is in the
 * changelog of that. With `all` a preview is of every package.
 */
export async function makeVersions(packages, { snapshot, all } = {}) {
  const unreleased = packages.filter(({ version, versions }) => version === FIRST && !versions.some(isRelease));
  if (unreleased.length > 0) announceFirst(unreleased);
  if (all) announce(ALL_CHANGESET, packages, 'patch', 'Part of a preview.');
  const words = snapshot ? ['--snapshot', snapshot] : [];
  await runStep(['changeset', 'version', ...words], snapshot ? 'Making versions of a snapshot' : 'Making versions');
}

/** Changesets know no version that stays: one before it becomes it. */
function announceFirst(packages) {
  for (const { folder } of packages) {
    const path = join(root, folder, 'package.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(`"version": "${FIRST}"`, `"version": "${BEFORE_FIRST}"`));
  }
  announce(FIRST_CHANGESET, packages, 'major', 'First release.');
}

function announce(file, packages, bump, text) {
  const lines = packages.map(({ name }) => `'${name}': ${bump}\n`);
  writeFileSync(file, `---\n${lines.join('')}---\n\n${text}\n`);
}

function isRelease(version) {
  return !version.includes('-');
}
