// A release on a throwaway clone and a registry on this machine: what changed is published, and nothing else.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pnpm, root } from '../dev/workspace.mjs';
import { startLocalRegistry } from '../release/local-registry.mjs';
import { cleanEnvironment, run } from './stranger.mjs';

const PROVIDER = '@mediaconduit/cowsay-provider';
const SDK = '@mediaconduit/sdk';
const IDENTITY = {
  GIT_AUTHOR_NAME: 'release',
  GIT_AUTHOR_EMAIL: 'release@localhost',
  GIT_COMMITTER_NAME: 'release',
  GIT_COMMITTER_EMAIL: 'release@localhost',
};

describe('a release', () => {
  let folder;
  let clone;
  let registry;

  const environment = (extra = {}) =>
    cleanEnvironment({
      ...IDENTITY,
      CI: 'true',
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      PATH: `${join(clone, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
      ...extra,
    });
  const inClone = (...command) => run(command, { cwd: clone, env: environment() });
  const publish = (...args) =>
    run(pnpm('publish', '--recursive', '--no-git-checks', ...args), { cwd: clone, env: environment(registry.env) });
  const tagsOf = async (name) => (await (await fetch(`${registry.url}${name}`)).json())['dist-tags'];
  const versionHere = (path) => JSON.parse(readFileSync(join(clone, path, 'package.json'), 'utf8')).version;
  const commit = async (message) => {
    await inClone('git', 'add', '--all');
    await inClone('git', 'commit', '--quiet', '--allow-empty', '--message', message);
  };
  const addChangeset = async (name, bump) => {
    writeFileSync(join(clone, '.changeset', 'change.md'), `---\n'${name}': ${bump}\n---\n\nWhat the user sees.\n`);
    await commit('change');
  };

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'release-')));
    clone = join(folder, 'clone');
    registry = await startLocalRegistry();
    await run(['git', 'clone', '--quiet', root, clone], { cwd: folder, env: cleanEnvironment() });
    await inClone('git', 'checkout', '--quiet', '-B', 'main');
    await inClone(...pnpm('install', '--frozen-lockfile', '--prefer-offline'));
    // what waits for a release now is released first, so that only the changes below count
    await inClone('changeset', 'version');
    await commit('release what waits');
    await inClone('nx', 'run-many', '-t', 'build', '--outputStyle=static');
    await publish();
  });
  after(async () => {
    await registry?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('asks for a changeset by a name that exists, and takes it', async () => {
    await addChangeset(PROVIDER, 'patch');
    await inClone('changeset', 'status', '--since=HEAD~1');
  });

  it('publishes and tags the package that changed, and no other', async () => {
    const sdkBefore = await tagsOf(SDK);
    const before = await tagsOf(PROVIDER);
    await inClone('changeset', 'version');
    await commit('version');
    await publish();
    await inClone('changeset', 'tag');
    const version = versionHere('packages/cowsay-provider');
    assert.notEqual(version, before.latest);
    assert.equal((await tagsOf(PROVIDER)).latest, version);
    assert.deepEqual(await tagsOf(SDK), sdkBefore);
    assert.ok((await inClone('git', 'tag')).stdout.split('\n').includes(`${PROVIDER}@${version}`));
  });

  it('leaves latest alone when it publishes a preview', async () => {
    const { latest } = await tagsOf(SDK);
    await addChangeset(SDK, 'minor');
    await inClone('changeset', 'version', '--snapshot', 'canary');
    await publish('--tag', 'canary');
    const tags = await tagsOf(SDK);
    assert.equal(tags.latest, latest);
    assert.match(tags.canary, /-canary\.\d+$/);
  });
});
