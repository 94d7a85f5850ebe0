#!/usr/bin/env node
// `npm run changeset:check`: fails when a published package has changed since a branch and no changeset of this branch
// says what its users see of it. What only tests, documents and development notice is nobody's version.
import { parseArgs } from 'node:util';
import { readChangesets } from './changesets.mjs';
import { changedFiles, hasCommit, textAt } from './changed-files.mjs';
import { isOfUsers, unknownPackages, withoutChangeset } from './changeset-rules.mjs';
import { publishedPackages } from './published-packages.mjs';
import { Refusal } from './refusal.mjs';

const USAGE = 'usage: npm run changeset:check -- [--since <branch or commit>]\n';
const NAMED_FILES = 2;

process.exitCode = attempt(check);

function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return fail(`${error.message}\n`, 1);
    throw error;
  }
}

function check() {
  const since = readSince();
  if (!since) return fail(USAGE, 2);
  if (!hasCommit(since))
    return fail(`there is no ${since} here: run \`git fetch origin\`, or name another with --since\n`, 2);
  const packages = publishedPackages();
  const changesets = readChangesets();
  const unknown = unknownPackages(changesets, packages);
  if (unknown.length > 0) return fail(`${unknown.join('\n')}\n`, 1);
  const files = changedFiles(since);
  const texts = { before: (path) => textAt(since, path), now: (path) => textAt(undefined, path) };
  const missing = withoutChangeset({
    files: files.filter((path) => isOfUsers(path, texts)),
    packages,
    changesets,
    changed: files,
  });
  return missing.length === 0 ? pass(since) : fail(complaint(missing, since), 1);
}

function complaint(missing, since) {
  const lines = missing.map(({ name, files }) => `  ${name}  (${listOf(files)})`);
  return [
    `Changed since ${since}, and no changeset says what users see of it:`,
    ...lines,
    '',
    `Run \`npx changeset add --since=${since}\` and commit the file that it writes.`,
    'If users see nothing of it at all, run `npx changeset add --empty`.\n',
  ].join('\n');
}

function listOf(files) {
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : '';
  return `${files.slice(0, NAMED_FILES).join(', ')}${more}`;
}

function readSince() {
  try {
    const { values } = parseArgs({ options: { since: { type: 'string' } } });
    return values.since ?? (hasCommit('origin/main') ? 'origin/main' : 'main');
  } catch {
    return undefined;
  }
}

function pass(since) {
  process.stdout.write(`Every package that users see a change of since ${since} has a changeset.\n`);
  return 0;
}

function fail(text, code) {
  process.stderr.write(text);
  return code;
}
