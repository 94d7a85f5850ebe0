import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { cleanEnvironment, run } from '../e2e/stranger.mjs';

const SCRIPT = new URL('./registry.mjs', import.meta.url);
const OTHERS_LINE = 'fund=false';

describe('registry.mjs', () => {
  let folder;
  let npmrc;
  let server;
  let url;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-test-'));
    npmrc = join(folder, '.npmrc');
    writeFileSync(npmrc, `${OTHERS_LINE}\n`);
    const args = ['--port', '0', '--npmrc', npmrc, '--storage', join(folder, 'storage')];
    server = spawn(process.execPath, [SCRIPT.pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(server.stdout), 'line');
    url = /http:\S+/.exec(line)[0];
  });
  after(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes what is published with the token that it wrote', async () => {
    const app = join(folder, 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: '@mediaconduit/a', version: '1.0.0' }));
    await run(['npm', 'publish', '--userconfig', npmrc, '--registry', url], { cwd: app, env: cleanEnvironment() });
    const packument = await (await fetch(`${url}@mediaconduit/a`)).json();
    assert.deepEqual(Object.keys(packument.versions), ['1.0.0']);
  });

  it('takes nothing from somebody without a token', async () => {
    const response = await fetch(`${url}@mediaconduit/b`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(response.status, 401);
  });

  it('takes its token away when it ends and leaves other settings alone', async () => {
    server.kill('SIGINT');
    const [code] = await once(server, 'exit');
    assert.equal(code, 0);
    assert.equal(readFileSync(npmrc, 'utf8'), `${OTHERS_LINE}\n`);
    assert.ok(existsSync(join(folder, 'storage')));
  });
});
