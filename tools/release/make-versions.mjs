import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { runStep } from './run-step.mjs';

const FIRST = '1.0.0';
/** A major change makes the first version of it. */
const BEFORE_FIRST = '0.0.0';
const FIRST_CHANGESET = join(root, '.changeset', 'first-release.md');

/**
 * Makes versions and changelogs of the changesets that wait, those of a preview where `snapshot` names one. `packages` come
 * with what is published of them: one that nobody could install yet keeps its first version, and whatever waits is in the
 * changelog of that.
 */
export async function makeVersions(packages, { snapshot } = {}) {
  const unreleased = packages.filter(({ version, versions }) => version === FIRST && !versions.some(isRelease));
  if (unreleased.length > 0) announceFirst(unreleased);
  const words = snapshot ? ['--snapshot', snapshot] : [];
  await runStep(['changeset', 'version', ...words], snapshot ? 'Making versions of a snapshot' : 'Making versions');
}

/** Changesets know no version that stays: one before it becomes it. */
function announceFirst(packages) {
  for (const { folder } of packages) {
    const path = join(root, folder, 'package.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(`"version": "${FIRST}"`, `"version": "${BEFORE_FIRST}"`));
  }
  const lines = packages.map(({ name }) => `'${name}': major\n`);
  writeFileSync(FIRST_CHANGESET, `---\n${lines.join('')}---\n\nFirst release.\n`);
}

function isRelease(version) {
  return !version.includes('-');
}
