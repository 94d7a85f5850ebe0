// Copies a package inside a throwaway clone, as docs/write-a-provider.md says, and lets `npm start` do the rest.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../dev/workspace.mjs';
import { codeBlocks, commandsOf } from './code-blocks.mjs';
import { cleanEnvironment, run } from './stranger.mjs';

const COPY = join('packages', 'shout-provider');

describe('a package that is copied inside a clone', () => {
  let folder;
  let clone;
  let commands;

  const inClone = (command, CI = '') => {
    const env = cleanEnvironment({ CI, MEDIACONDUIT_HOME: join(folder, 'home') });
    return run(command, { cwd: clone, env });
  };
  const lockfile = () => readFileSync(join(clone, 'pnpm-lock.yaml'), 'utf8');
  const edit = (name, change) => {
    const path = join(clone, COPY, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'copy-')));
    clone = join(folder, 'clone');
    commands = commandsOf(codeBlocks(readFileSync(join(root, 'docs', 'write-a-provider.md'), 'utf8')).get('copy'));
    await run(['git', 'clone', '--quiet', root, clone], { cwd: folder, env: cleanEnvironment() });
    await inClone(commands[0]);
    edit('package.json', (text) => text.replace('@mediaconduit/cowsay-provider', '@mediaconduit/shout-provider'));
    edit('MediaConduit.provider.yml', (text) => text.replace('id: cowsay\n', 'id: shout\n'));
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('is refused where continuous integration has another lock file', async () => {
    const before = lockfile();
    await assert.rejects(inClone(commands[1], 'true'), /ERR_PNPM_OUTDATED_LOCKFILE/);
    assert.equal(lockfile(), before);
  });

  it('is installed, built and run; the lock file gets its lines and keeps all others', async () => {
    const before = lockfile().split('\n');
    const { stdout } = await inClone(commands[1]);
    assert.match(stdout, /< Hello >/);
    const now = lockfile().split('\n');
    assert.ok(now.includes('  packages/shout-provider:'));
    assert.deepEqual(
      before.filter((line) => !now.includes(line)),
      [],
    );
  });
});
