// `npm run release` in a small workspace, with a registry on this machine: what it refuses, shows, publishes and tags.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { startLocalRegistry } from '../release/local-registry.mjs';
import { startHalfOpenRegistry } from './half-open-registry.mjs';
import { SmallWorkspace } from './small-workspace.mjs';

const ALL = ['base', 'echo-provider', 'echo-service'];
const FIRST_CHANGES = `## 1.0.0

### Major Changes

- First release.

### Minor Changes

- It was there from the beginning.
`;

describe('npm run release', () => {
  let registry;
  let workspace;

  const release = (...args) => workspace.script('release', args, registry.env);
  const makeVersions = (env = registry.env) => workspace.script('version', [], env);
  const packumentOf = async (name) => (await fetch(`${registry.url}@mediaconduit/${name}`)).json();
  const tagsOf = async (name) => (await packumentOf(name))['dist-tags'];
  const publishedNames = async () => {
    const all = await Promise.all(ALL.map(async (name) => ((await tagsOf(name)) ? [name] : [])));
    return all.flat();
  };
  const gitTags = async () => (await workspace.git('tag')).split('\n').filter(Boolean);
  const status = () => workspace.git('status', '--porcelain');

  before(async () => {
    registry = await startLocalRegistry();
    workspace = new SmallWorkspace();
    await workspace.init();
  });
  after(async () => {
    workspace?.remove();
    await registry?.stop();
  });
  afterEach(async () => assert.equal(await status(), '', 'the work tree is as it was'));

  describe('before the first release', () => {
    it('does not know other options', async () => {
      await assert.rejects(release('--snapshot', 'latest'), /usage: npm run release/);
    });

    it('refuses another branch and what is not committed, and says what to do', async () => {
      await workspace.git('switch', '--quiet', '--create', 'feature');
      workspace.write('packages/base/data/a.json', '{"changed":true}\n');
      await assert.rejects(release(), ({ message }) => {
        assert.match(message, /Nothing was published:/);
        assert.match(message, /this is the branch feature, .*git switch main/);
        assert.match(message, /not committed \(packages\/base\/data\/a\.json\): commit or stash/);
        return true;
      });
      await workspace.git('checkout', '--quiet', '.');
      await workspace.git('switch', '--quiet', 'main');
    });

    it('says that npm has no valid token', async () => {
      const env = { ...registry.env, npm_config_userconfig: join(workspace.folder, '..', 'npmrc') };
      writeFileSync(
        env.npm_config_userconfig,
        `registry=${registry.url}\n//${new URL(registry.url).host}/:_authToken=no\n`,
      );
      await assert.rejects(workspace.script('release', [], env), /npm has no valid token for http:\S+: run `npm login/);
      assert.deepEqual(await publishedNames(), []);
    });

    it('says that the registry does not answer', async () => {
      const gone = await startHalfOpenRegistry(registry.url, () => false);
      await gone.stop();
      const env = { ...registry.env, npm_config_registry: gone.url };
      await assert.rejects(workspace.script('release', [], env), /does not say which versions.*ECONNREFUSED/);
      workspace.addChangeset('early', { base: 'minor' });
      await workspace.commit('change before the first release');
      await assert.rejects(makeVersions(env), /does not say which versions/);
      await workspace.git('reset', '--quiet', '--hard', 'HEAD~1');
    });

    it('publishes nothing when a check objects', async () => {
      workspace.write('packages/base/data/base.test.js', '');
      await workspace.commit('a test that is no part of it');
      await assert.rejects(release(), /base\.test\.js does not belong into a package[^]*Building and checking failed/);
      assert.deepEqual(await publishedNames(), []);
      await workspace.git('reset', '--quiet', '--hard', 'HEAD~1');
    });

    it('makes no versions of nothing', async () => {
      assert.match((await makeVersions()).stderr, /^No changeset waits/);
    });

    it('keeps the first version, with a changelog of what waits', async () => {
      workspace.addChangeset('early', { base: 'minor', 'echo-service': 'patch' }, 'It was there from the beginning.');
      await workspace.commit('change before the first release');
      const { stdout } = await release('--dry-run');
      for (const name of ALL) assert.match(stdout, new RegExp(`^@mediaconduit/${name} +new: 1\\.0\\.0 `, 'm'));
      await makeVersions();
      assert.match(workspace.read('packages/echo-provider/CHANGELOG.md'), /\n## 1\.0\.0\n[^]*- First release\.\n/);
      assert.equal(workspace.read('packages/base/CHANGELOG.md'), `# @mediaconduit/base\n\n${FIRST_CHANGES}`);
      assert.match(await status(), /D +\.changeset\/early\.md/);
      await workspace.commit('versions');
    });

    it('shows what would go out', async () => {
      const { stdout, stderr } = await release('--dry-run');
      assert.match(stdout, /^package +version +tag +files +packed +unpacked\n/);
      assert.match(stdout, /^@mediaconduit\/base +new: 1\.0\.0 +latest +4 +\S+ KiB +\S+ KiB$/m);
      assert.match(stderr, /nothing was published/);
      assert.deepEqual(await publishedNames(), []);
    });
  });

  describe('when the registry stops half-way', () => {
    let halfOpen;
    const refused = new Set(['@mediaconduit/echo-provider']);
    const toHalfOpen = (args = []) => {
      const folder = mkdtempSync(join(workspace.folder, '..', 'npmrc-'));
      const userconfig = join(folder, 'npmrc');
      const host = new URL(halfOpen.url).host;
      writeFileSync(userconfig, `registry=${halfOpen.url}\n//${host}/:_authToken=${registry.token}\n`);
      return workspace.script('release', args, {
        npm_config_registry: halfOpen.url,
        npm_config_userconfig: userconfig,
      });
    };

    before(async () => {
      halfOpen = await startHalfOpenRegistry(registry.url, (name) => refused.has(name));
    });
    after(() => halfOpen.stop());

    it('says what is out and what is not, and tags nothing', async () => {
      await assert.rejects(toHalfOpen(), ({ message }) => {
        assert.match(message, /\nPublished:(\n {2}@mediaconduit\/(base|echo-service)@1\.0\.0){2}\n/);
        assert.match(message, /\nNot published:\n {2}@mediaconduit\/echo-provider@1\.0\.0\n/);
        assert.match(message, /run the same command again: it goes on where it stopped/);
        return true;
      });
      assert.deepEqual(await gitTags(), []);
    });

    it('goes on where it stopped', async () => {
      refused.clear();
      const { stdout } = await toHalfOpen();
      assert.doesNotMatch(stdout, /^@mediaconduit\/base /m);
      assert.deepEqual(await publishedNames(), ALL);
      assert.deepEqual(
        await gitTags(),
        ALL.map((name) => `@mediaconduit/${name}@1.0.0`),
      );
    });

    it('has published ranges that a stranger can install', async () => {
      const { dependencies, peerDependencies } = (await packumentOf('echo-provider')).versions['1.0.0'];
      assert.deepEqual(dependencies, { '@mediaconduit/echo-service': '^1.0.0' });
      assert.deepEqual(peerDependencies, { '@mediaconduit/base': '^1.0.0' });
    });

    it('does nothing a second time and says so; a tag that is missing it makes', async () => {
      await workspace.git('tag', '--delete', '@mediaconduit/base@1.0.0');
      const { stderr } = await release();
      assert.match(stderr, /Nothing to publish: http:\S+ has every version that is here/);
      assert.ok((await gitTags()).includes('@mediaconduit/base@1.0.0'));
    });
  });

  describe('of a change', () => {
    before(async () => {
      workspace.addChangeset('one', { base: 'minor' }, 'A new word.\n\nWith a second paragraph.');
      workspace.addChangeset('two', { 'echo-service': 'patch' }, 'It answers again.');
      await workspace.commit('change');
    });

    it('is refused as long as changesets wait', async () => {
      await assert.rejects(release(), /2 changesets wait for a version: run `npm run release:version`/);
    });

    it('shows the versions that the changesets will make', async () => {
      const { stdout, stderr } = await release('--dry-run', '--json');
      const rows = JSON.parse(stdout).map(({ name, from, version, gitTag }) => [name, from, version, gitTag]);
      assert.deepEqual(rows, [
        ['@mediaconduit/base', '1.0.0', '1.1.0', '@mediaconduit/base@1.1.0'],
        ['@mediaconduit/echo-service', '1.0.0', '1.0.1', '@mediaconduit/echo-service@1.0.1'],
      ]);
      assert.match(stderr, /A release would be refused: 2 changesets wait/);
    });

    it('publishes a snapshot from any branch and leaves latest alone', async () => {
      await workspace.git('switch', '--quiet', '--create', 'preview');
      await release('--snapshot', 'canary');
      await workspace.git('switch', '--quiet', 'main');
      const { latest, canary } = await tagsOf('base');
      assert.equal(latest, '1.0.0');
      assert.match(canary, /^1\.1\.0-canary\.\d{14}$/);
      assert.match((await tagsOf('echo-service')).canary, /^1\.0\.1-canary\.\d{14}$/);
      assert.equal((await tagsOf('echo-provider')).canary, undefined);
    });

    it('publishes every package under one tag with --all, and what they need of each other with it', async () => {
      await release('--snapshot', 'next', '--all');
      const known = await Promise.all(ALL.map(packumentOf));
      const [base, provider, service] = known.map(({ 'dist-tags': { next }, versions }) => versions[next]);
      assert.match(base.version, /^1\.1\.0-next\.\d{14}$/);
      const times = [base, provider, service].map(({ version }) => version.split('.').at(-1));
      assert.equal(new Set(times).size, 1);
      assert.deepEqual(provider.dependencies, { '@mediaconduit/echo-service': `^${service.version}` });
      assert.deepEqual(provider.peerDependencies, { '@mediaconduit/base': `^${base.version}` });
      assert.deepEqual(
        known.map((one) => one['dist-tags'].latest),
        ['1.0.0', '1.0.0', '1.0.0'],
      );
    });

    it('leaves the work tree as it was when a snapshot is interrupted', async () => {
      const env = workspace.environment(registry.env);
      const child = spawn(process.execPath, ['tools/release/release.mjs', '--snapshot', 'canary'], {
        cwd: workspace.folder,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const exit = once(child, 'exit');
      let said = '';
      await new Promise((resolve) => {
        child.stderr.setEncoding('utf8').on('data', (text) => {
          said += text;
          if (said.includes('Building and checking')) resolve();
        });
        child.once('exit', resolve);
      });
      assert.notEqual(await status(), '', `versions were written: ${said}`);
      child.kill('SIGINT');
      assert.deepEqual(await exit, [130, null]);
    });

    it('publishes what changed and nothing else, with changelogs that users can read', async () => {
      await makeVersions();
      await workspace.commit('version');
      const { stdout } = await release();
      assert.doesNotMatch(stdout, /echo-provider/);
      assert.equal((await tagsOf('base')).latest, '1.1.0');
      assert.equal((await tagsOf('echo-service')).latest, '1.0.1');
      assert.equal((await tagsOf('echo-provider')).latest, '1.0.0');
      assert.equal(
        workspace.read('packages/base/CHANGELOG.md'),
        `# @mediaconduit/base\n\n## 1.1.0\n\n### Minor Changes\n\n- A new word.\n\n  With a second paragraph.\n\n${FIRST_CHANGES}`,
      );
    });

    it('has nothing to make a snapshot of when no changeset waits', async () => {
      for (const words of [['canary'], ['next', '--all']]) {
        const { stderr } = await release('--snapshot', ...words);
        assert.match(stderr, /No changeset waits/);
      }
    });
  });
});
