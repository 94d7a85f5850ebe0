import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { runCommand } from './run-command.mjs';

const MODULE = new URL('./run-command.mjs', import.meta.url).href;

describe('runCommand', () => {
  let folder;
  let log;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-command-'));
    log = join(folder, 'sub', 'out.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('resolves to the exit code and keeps both streams in the log', async () => {
    const script = 'console.log("one"); console.error("two"); process.exit(3)';
    assert.equal(await runCommand([process.execPath, '-e', script], { log }), 3);
    assert.equal(readFileSync(log, 'utf8'), 'one\ntwo\n');
  });

  it('counts a command that does not exist as 127, and writes why', async () => {
    assert.equal(await runCommand(['there-is-no-such-command'], { log }), 127);
    assert.match(readFileSync(log, 'utf8'), /^there-is-no-such-command cannot be started: .*ENOENT/);
  });

  it('counts a command that was killed as failed', async () => {
    assert.equal(await runCommand([process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'], { log }), 1);
  });

  it('ends the command, and what it started, when the runner is interrupted', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const grandchild = `require('node:net').connect(${server.address().port}, '127.0.0.1')`;
      const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}])`;
      const runner = `import { endWithSignals, runCommand } from '${MODULE}';
endWithSignals(() => process.stdout.write('cleaned'));
await runCommand([process.execPath, '-e', ${JSON.stringify(child)}], { log: ${JSON.stringify(log)} });`;
      const run = spawn(process.execPath, ['--input-type=module', '-e', runner], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [connection] = await once(server, 'connection');
      const lost = new Promise((resolve) => connection.once('close', resolve).once('error', resolve).resume());
      run.kill('SIGINT');
      const [[code], [said]] = await Promise.all([once(run, 'exit'), once(run.stdout, 'data'), lost]);
      assert.equal(code, 130);
      assert.equal(String(said), 'cleaned');
    } finally {
      server.close();
    }
  });
});
