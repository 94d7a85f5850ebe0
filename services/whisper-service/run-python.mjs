// Checks the Python code of this package and runs its tests, those on real weights too, with the packages of its lock
// files. Leaves the counts in the folder .cache, for the closing table of `npm test`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whisperPython } from '../../tools/assets/whisper-venv.mjs';
import { makeWhisperWeights } from '../../tools/assets/whisper-weights.mjs';

const folder = import.meta.dirname;
const cache = join(folder, '.cache');
const python = await whisperPython();

process.exitCode =
  run(['ruff', 'check', '.']) ||
  run(['ruff', 'format', '--check', '.']) ||
  test({ WHISPER_TEST_WEIGHTS: await makeWhisperWeights() });

function test(variables) {
  mkdirSync(cache, { recursive: true });
  const report = join(cache, 'real.xml');
  rmSync(report, { force: true });
  const code = run(['pytest', `--junitxml=${report}`], variables);
  writeFileSync(join(cache, 'real.json'), JSON.stringify(countsIn(report)));
  return code;
}

function run([module, ...args], variables = {}) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', RUFF_NO_CACHE: 'true', ...variables };
  const { status } = spawnSync(python, ['-m', module, ...args], { cwd: folder, env, stdio: 'inherit' });
  return status ?? 1;
}

function countsIn(report) {
  const head = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '';
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed, skipped };
}
