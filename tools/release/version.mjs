#!/usr/bin/env node
// `npm run release:version`: makes versions and changelogs of the changesets that wait, for somebody to read and to commit.
import { endWithSignals } from '../dev/run-command.mjs';
import { readChangesets } from './changesets.mjs';
import { makeVersions } from './make-versions.mjs';
import { publishedPackages } from './published-packages.mjs';
import { withPublishedVersions } from './registry-state.mjs';
import { Refusal } from './refusal.mjs';
import { say } from './say.mjs';
import { keepVersionFiles } from './version-files.mjs';

process.exitCode = await main();

async function main() {
  const restore = keepVersionFiles();
  endWithSignals(restore);
  try {
    if (readChangesets().length === 0) say('No changeset waits: run `npx changeset add`.');
    else {
      await makeVersions(await withPublishedVersions(publishedPackages()));
      say('Versions and changelogs are made: read what `git diff` shows, and commit it.');
    }
    return 0;
  } catch (error) {
    restore();
    say(error instanceof Refusal ? error.message : error.stack);
    return 1;
  }
}
