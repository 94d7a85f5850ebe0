import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { root, workspaceFolders } from './workspace.mjs';

const FROM_CACHE = /Cache: +(\d+)\/(\d+) hit/;
const FAILED_TASK = /^ *- (\S+:\S+)$/gm;
const FAILED_HEADING = 'Failed tasks:';

/**
 * Runs one Nx target in every project that has it, or in those of `folders`; what did not change comes from the cache.
 * What it depends on is built: made anew it would be missing for a moment, to others that run.
 */
export async function nxSuite(target, { log, env }, folders) {
  const only = folders ? ['-p', folders.join(',')] : [];
  const alone = target === 'build' ? [] : ['--excludeTaskDependencies'];
  const code = await runCommand(['nx', 'run-many', '-t', target, ...only, ...alone, '--outputStyle=static'], {
    log,
    env,
  });
  const text = readFileSync(log, 'utf8');
  const failures = text.includes(FAILED_HEADING) ? text.split(FAILED_HEADING).at(-1).match(FAILED_TASK) : null;
  return { failed: code === 0 ? 0 : Math.max(1, failures?.length ?? 0), remark: cacheRemark(text) };
}

/** As nxSuite, with the counts of the reports that Jest leaves in every project. Each of `folders` has the target. */
export async function jestSuite(target, at, folders) {
  const reports = (folders ?? foldersWith(target)).map((folder) => join(root, folder, '.cache', `${target}.json`));
  for (const report of reports) rmSync(report, { force: true });
  const tasks = await nxSuite(target, at, folders);
  const counts = reports.map(countsOf);
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  // a task that failed without a failed test (an exit code, a leak, a crash) must not vanish from the closing line
  return { ...tasks, passed: sum('passed'), failed: Math.max(sum('failed'), tasks.failed), skipped: sum('skipped') };
}

/** Runs the `*.test.mjs` files of some folders with Node's own test runner, which a command may start. */
export async function nodeTestSuite(folders, { log }, starter = []) {
  const tap = `${log}.tap`;
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  const counted = ['--test-reporter=tap', `--test-reporter-destination=${tap}`];
  const files = folders.flatMap(testFilesIn);
  const code = await runCommand([...starter, 'node', '--test', ...reporters, ...counted, ...files], { log });
  const report = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  return {
    passed: count('pass'),
    failed: code === 0 ? failed : Math.max(1, failed),
    skipped: count('skipped') + count('todo'),
  };
}

function testFilesIn(folder) {
  const names = readdirSync(join(root, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name));
}

function cacheRemark(text) {
  const [, cached, all] = FROM_CACHE.exec(text) ?? [];
  return cached ? `${cached} of ${all} tasks from the cache` : '';
}

/** Folders of the projects that have an Nx target, from the root of the clone. */
export function foldersWith(target) {
  return workspaceFolders().filter((folder) => {
    const { nx } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return Object.hasOwn(nx?.targets ?? {}, target);
  });
}

function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  return JSON.parse(readFileSync(report, 'utf8'));
}
