// `npm run test:dynamic`: a provider by the URL of its repository, from a machine without GitHub.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../dev/workspace.mjs';

const run = promisify(execFile);
const SCRIPT = join(root, 'tools', 'demo', 'dynamic.mjs');

describe('npm run test:dynamic', () => {
  it('loads, calls, refreshes and forgets a provider, and leaves nothing', async () => {
    const { stdout } = await run(process.execPath, [SCRIPT, '--json']);
    const { folder, ok, steps } = JSON.parse(stdout);
    assert.deepEqual(
      steps.filter((step) => !step.ok),
      [],
    );
    assert.equal(ok, true);
    assert.equal(steps.filter(({ step }) => step === 'let the cow speak').length, 2);
    assert.equal(existsSync(folder), false);
  });

  it('does the same whatever the settings of the user are, and ends when nobody reads it', async () => {
    const env = { ...process.env, MEDIACONDUIT_FROZEN_LOCK: '1', MEDIACONDUIT_MIN_RELEASE_AGE: '3d' };
    const child = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const errors = text(child.stderr);
    const ended = once(child, 'close');
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('ok  ')) break;
    child.stdout.destroy();
    assert.deepEqual([(await ended)[0], await errors], [130, '']);
  });

  it('stops what it has started and leaves nothing when it is interrupted, also twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynamic-test-'));
    try {
      const env = { ...process.env, TMPDIR: folder };
      const child = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'close');
      for await (const line of createInterface({ input: child.stdout })) if (line.includes('its service starts')) break;
      child.stdout.resume();
      child.kill('SIGINT');
      child.kill('SIGINT');
      const [code] = await ended;
      assert.deepEqual([code, readdirSync(folder)], [130, []]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses an option that it does not know, with those that there are', async () => {
    const failed = await run(process.execPath, [SCRIPT, '--liv']).catch((error) => error);
    assert.deepEqual([failed.code, /usage: npm run test:dynamic/.test(failed.stderr)], [2, true]);
    assert.doesNotMatch(failed.stderr, /\n {4}at /);
  });

  it('says what is wrong where the repository cannot be reached', async () => {
    const env = { ...process.env, https_proxy: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    const failed = await run(process.execPath, [SCRIPT, '--json', '--live'], { env }).catch((error) => error);
    const { ok, steps } = JSON.parse(failed.stdout);
    assert.deepEqual([failed.code, ok, steps.length], [1, false, 1]);
    assert.match(steps[0].error.code, /^MC_FETCH_/);
    assert.ok(steps[0].error.hint);
  });
});
