// `npm run test:dynamic`: a provider by the URL of its repository, from a machine without GitHub.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

  it('says what is wrong where the repository cannot be reached', async () => {
    const env = { ...process.env, https_proxy: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    const failed = await run(process.execPath, [SCRIPT, '--json', '--live'], { env }).catch((error) => error);
    const { ok, steps } = JSON.parse(failed.stdout);
    assert.deepEqual([failed.code, ok, steps.length], [1, false, 1]);
    assert.match(steps[0].error.code, /^MC_FETCH_/);
    assert.ok(steps[0].error.hint);
  });
});
