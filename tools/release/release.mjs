#!/usr/bin/env node
// `npm run release`: builds and checks what the registry does not have yet, publishes it in the order of dependencies, and
// tags it. Run again after a failure: it goes on where it stopped.
import { endWithSignals } from '../dev/run-command.mjs';
import { readChangesets } from './changesets.mjs';
import { makeVersions } from './make-versions.mjs';
import { missingDependencies, treeProblems, waitingProblems } from './preconditions.mjs';
import { publish, tag } from './publish.mjs';
import { publishedPackages } from './published-packages.mjs';
import { isPublished, loginProblems, registryOfScope, withPublishedVersions } from './registry-state.mjs';
import { parseReleaseOptions, USAGE } from './release-options.mjs';
import { releaseTable, withContents } from './release-report.mjs';
import { Refusal } from './refusal.mjs';
import { runStep } from './run-step.mjs';
import { say } from './say.mjs';
import { keepVersionFiles } from './version-files.mjs';

process.exitCode = await main();

async function main() {
  const options = parseReleaseOptions(process.argv.slice(2));
  if (!options || options.help) {
    process.stderr.write(USAGE);
    return options ? 0 : 2;
  }
  const restore = keepVersionFiles();
  endWithSignals(restore);
  try {
    return await release(options);
  } catch (error) {
    say(error instanceof Refusal ? error.message : error.stack);
    return 1;
  } finally {
    restore();
  }
}

async function release(options) {
  const { all, dryRun, snapshot } = options;
  const changesets = readChangesets();
  const waiting = waitingProblems(changesets);
  const problems = [...treeProblems(options), ...(snapshot ? [] : waiting)];
  if (!dryRun && problems.length > 0) return refuse(problems);
  const before = await withPublishedVersions(publishedPackages());
  if (snapshot || waiting.length > 0) await makeVersions(before, { snapshot, all: all && waiting.length > 0 });
  const unpublished = publishedPackages()
    .map((now, index) => ({ ...before[index], ...now }))
    .filter((item) => !isPublished(item));
  // a snapshot is of what the changesets name; all else has a version of its own, or will have one
  const known = new Set(before.map(({ gitTag }) => gitTag));
  const rows = unpublished.filter(({ gitTag }) => !snapshot || !known.has(gitTag));
  if (rows.length === 0) return nothingToDo(options);
  const registry = registryOfScope();
  const late = [...missingDependencies(rows, unpublished), ...(dryRun ? [] : await loginProblems(registry))];
  if (late.length > 0) return refuse(late);
  await buildAndCheck(rows);
  show(withContents(rows), registry, options);
  if (!dryRun) return publish(rows, options);
  for (const problem of problems) say(`A release would be refused: ${problem}.`);
  return 0;
}

function buildAndCheck(rows) {
  const names = rows.map(({ name }) => name).join(',');
  const command = ['nx', 'run-many', '-t', 'build', 'pack', '-p', names, '--outputStyle=static'];
  return runStep(command, 'Building and checking');
}

async function nothingToDo({ dryRun, snapshot, json }) {
  if (json) process.stdout.write('[]\n');
  if (snapshot) say('No changeset waits, so there is nothing to make a snapshot of: run `npx changeset add`.');
  else say(`Nothing to publish: ${registryOfScope()} has every version that is here.`);
  return dryRun || snapshot ? 0 : tag();
}

function show(rows, registry, { dryRun, json, files, distTag }) {
  if (json) process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else process.stdout.write(`${releaseTable(rows, { distTag, listsFiles: files })}\n`);
  say(dryRun ? `This would go to ${registry}; nothing was published.` : `Publishing to ${registry} …`);
}

function refuse(problems) {
  say('Nothing was published:');
  for (const problem of problems) say(`- ${problem}`);
  return 1;
}
