import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { cleanEnvironment, run } from '../e2e/stranger.mjs';
import { root } from '../dev/workspace.mjs';
import { lendToken } from './lend-token.mjs';

const SCRIPT = new URL('./registry.mjs', import.meta.url).pathname;
const OTHERS_LINES = '# mine\n\nfund=false\n';

describe('npm run registry', () => {
  let folder;
  let npmrc;
  let server;
  let url;

  const start = (...args) => spawn(process.execPath, [SCRIPT, ...args], { env: cleanEnvironment({ TMPDIR: folder }) });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-test-'));
    npmrc = join(folder, '.npmrc');
    writeFileSync(npmrc, OTHERS_LINES);
    server = start('--port', '0', '--npmrc', npmrc, '--storage', join(folder, 'storage'));
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

  it('says that its port is taken, writes no token and leaves no folder', async () => {
    const own = join(folder, 'other-npmrc');
    const other = start('--port', new URL(url).port, '--npmrc', own);
    const [said, [code]] = await Promise.all([text(other.stderr), once(other, 'exit')]);
    assert.equal(code, 1);
    assert.match(said, new RegExp(`^port ${new URL(url).port} is taken, .*-- --port`));
    assert.ok(!existsSync(own));
    assert.equal(readdirSync(folder).filter((name) => name.startsWith('registry-')).length, 1);
  });

  it('does not start with options that it does not know', async () => {
    const other = start('--port', 'many');
    const [said, [code]] = await Promise.all([text(other.stderr), once(other, 'exit')]);
    assert.equal(code, 2);
    assert.match(said, /^usage: npm run registry/);
  });

  it('takes its token away at Ctrl-C, also one that comes twice, and leaves other settings alone', async () => {
    const exit = once(server, 'exit');
    server.kill('SIGINT');
    server.kill('SIGINT');
    assert.deepEqual(await exit, [0, null]);
    assert.equal(readFileSync(npmrc, 'utf8'), OTHERS_LINES);
    assert.ok(existsSync(join(folder, 'storage')));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('registry-')),
      [],
    );
  });
});

describe('lendToken', () => {
  let folder;
  let npmrc;
  const lend = () => lendToken(npmrc, { port: 4873, token: 'secret' });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lend-token-'));
    npmrc = join(folder, '.npmrc');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('removes a file that it made', () => {
    lend()();
    assert.ok(!existsSync(npmrc));
  });

  it('gives back what was there to the byte, also without an end of line', () => {
    writeFileSync(npmrc, 'fund=false');
    const takeBack = lend();
    assert.match(readFileSync(npmrc, 'utf8'), /^fund=false\n.*localhost:4873.*=secret\n.*127.0.0.1:4873.*=secret\n$/);
    takeBack();
    assert.equal(readFileSync(npmrc, 'utf8'), 'fund=false');
  });

  it('keeps what others wrote meanwhile, and is content when the file is gone', () => {
    const takeBack = lend();
    writeFileSync(npmrc, `${readFileSync(npmrc, 'utf8')}audit=false\n`);
    takeBack();
    assert.equal(readFileSync(npmrc, 'utf8'), 'audit=false\n');
    rmSync(npmrc);
    takeBack();
  });

  it('takes away what one that was killed has left, and nobody else’s token', () => {
    writeFileSync(npmrc, '//localhost:4874/:_authToken=other\n//localhost:4873/:_authToken=stale\n');
    lend()();
    assert.equal(readFileSync(npmrc, 'utf8'), '//localhost:4874/:_authToken=other\n');
  });
});

describe('npm publish inside the workspace', () => {
  it('refuses and names the command', async () => {
    const inPackage = run(['npm', 'publish', '--dry-run'], {
      cwd: join(root, 'packages', 'cowsay-provider'),
      env: cleanEnvironment(),
    });
    await assert.rejects(inPackage, /npm run release/);
  });
});
