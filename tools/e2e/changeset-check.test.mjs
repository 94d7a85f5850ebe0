// `npm run changeset:check` on branches of a small workspace.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { SmallWorkspace } from './small-workspace.mjs';

describe('npm run changeset:check', () => {
  let workspace;
  const check = (...args) => workspace.script('check-changesets', args);

  before(async () => {
    workspace = new SmallWorkspace();
    await workspace.init();
  });
  after(() => workspace?.remove());
  beforeEach(() => workspace.git('switch', '--quiet', '--create', 'feature'));
  afterEach(async () => {
    await workspace.git('switch', '--quiet', '--force', 'main');
    await workspace.git('clean', '--quiet', '--force', '-d');
    await workspace.git('branch', '--quiet', '--delete', '--force', 'feature');
  });

  it('fails with the command to run', async () => {
    workspace.write('packages/base/data/a.json', '[1]\n');
    await workspace.commit('change');
    await assert.rejects(check(), ({ message }) => {
      assert.match(message, /^ {2}@mediaconduit\/base {2}\(packages\/base\/data\/a\.json\)$/m);
      assert.match(message, /Run `npx changeset add --since=main`/);
      assert.match(message, /`npx changeset add --empty`/);
      return true;
    });
  });

  it('sees what is not committed yet, the change and its changeset', async () => {
    workspace.write('services/echo-service/data/a.json', '[]\n');
    await assert.rejects(check(), /@mediaconduit\/echo-service/);
    workspace.addChangeset('mine', { 'echo-service': 'patch' });
    assert.match((await check()).stdout, /has a changeset/);
  });

  it('asks for nothing where users see nothing', async () => {
    workspace.write('packages/base/README.md', '# Better\n');
    workspace.write('packages/base/data/a.test.ts', '');
    workspace.write('docs/page.md', '# Page\n');
    await workspace.commit('tests and documents');
    await check();
  });

  it('lets the change pass that makes the versions', async () => {
    await workspace.git('switch', '--quiet', 'main');
    workspace.addChangeset('waits', { base: 'minor' });
    await workspace.commit('change');
    await workspace.git('branch', '--quiet', '--force', 'feature');
    await workspace.git('switch', '--quiet', 'feature');
    await workspace.run([join('node_modules', '.bin', 'changeset'), 'version']);
    await workspace.commit('version');
    await check();
  });

  it('does not look at what main has got meanwhile', async () => {
    await workspace.git('switch', '--quiet', 'main');
    workspace.write('packages/base/data/a.json', '[1]\n');
    await workspace.commit('change of somebody else');
    await workspace.git('switch', '--quiet', 'feature');
    await check();
  });

  it('names a changeset that is of no package, or cannot be read', async () => {
    workspace.addChangeset('typo', { bass: 'patch' });
    await assert.rejects(check(), /\.changeset\/typo\.md names @mediaconduit\/bass/);
    rmSync(join(workspace.folder, '.changeset/typo.md'));
    workspace.write('.changeset/broken.md', 'What changed.\n');
    await assert.rejects(check(), /\.changeset\/broken\.md: could not parse/);
  });

  it('says that a branch is not there', async () => {
    await assert.rejects(check('--since', 'origin/other'), /there is no origin\/other here: run `git fetch origin`/);
  });
});
