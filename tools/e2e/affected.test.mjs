// `nx affected` in a throwaway clone: a change runs exactly what it touches.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { foldersWith } from '../dev/test-suites.mjs';
import { root } from '../dev/workspace.mjs';
import { cleanEnvironment, run } from './stranger.mjs';

const SCOPE = '@mediaconduit/';
const IDENTITY = ['-c', 'user.name=affected', '-c', 'user.email=affected@localhost'];

/** What is built and knows nothing of the SDK: what a service is made with, and the service that is tested without it. */
const WITHOUT_SDK = ['cowsay-service', 'service-kit'];

describe('nx affected', () => {
  let folder;
  let clone;

  const inClone = (...command) =>
    run(command, { cwd: clone, env: cleanEnvironment({ CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false' }) });
  const commit = () => inClone('git', ...IDENTITY, 'commit', '--quiet', '--all', '--message', 'change');
  const changedProjects = async (target) => {
    const tasks = await tasksOf();
    return tasks.filter((id) => id.endsWith(`:${target}`)).map((id) => id.slice(SCOPE.length, -target.length - 1));
  };
  /** Ids of the tasks that the last commit asks for; what they need besides is there already. */
  const tasksOf = async () => {
    const file = join(folder, 'explained.json');
    const range = ['--base=HEAD~1', '--head=HEAD', `--explain=${file}`];
    await inClone(join('node_modules', '.bin', 'nx'), 'affected', '-t', 'lint', 'test', 'build', 'container', ...range);
    return Object.keys(JSON.parse(readFileSync(file, 'utf8')).affected ?? {}).sort();
  };
  const change = async (...paths) => {
    for (const path of paths) appendFileSync(join(clone, path), '\n');
    await commit();
  };
  const allOf = (name, ...targets) => targets.map((target) => `${SCOPE}${name}:${target}`);

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'affected-')));
    clone = join(folder, 'clone');
    await run(['git', 'clone', '--quiet', '--shared', root, clone], { cwd: folder, env: cleanEnvironment() });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
    appendFileSync(join(clone, '.git', 'info', 'exclude'), 'node_modules\n');
    // as it is here, and not only as it was committed
    cpSync(join(root, 'nx.json'), join(clone, 'nx.json'));
    await inClone('git', ...IDENTITY, 'commit', '--quiet', '--all', '--allow-empty', '--message', 'configuration');
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('runs a service and the providers that use it, and nothing else', async () => {
    await change('services/cowsay-service/Dockerfile');
    const targets = ['build', 'container', 'lint', 'test'];
    assert.deepEqual(await tasksOf(), [
      ...allOf('cowsay-provider', ...targets),
      ...allOf('cowsay-service', ...targets),
    ]);
  });

  it('runs a provider alone', async () => {
    await change('packages/whisper-provider/src/index.ts');
    assert.deepEqual(await tasksOf(), allOf('whisper-provider', 'build', 'container', 'lint', 'test'));
  });

  it('runs no more than the tests of a package for a test of it', async () => {
    await change('packages/sdk/src/media/binary-media.test.ts');
    assert.deepEqual(await tasksOf(), allOf('sdk', 'lint', 'test'));
  });

  it('runs everything that is made with the SDK for the SDK', async () => {
    await change('packages/sdk/src/index.ts');
    const names = foldersWith('build').map((path) => basename(path));
    assert.deepEqual(await changedProjects('build'), names.filter((name) => !WITHOUT_SDK.includes(name)).sort());
  });

  it('runs nothing for documents and tools', async () => {
    await change('README.md', 'docs/sources.md', 'packages/cowsay-provider/README.md', 'tools/release/say.mjs');
    assert.deepEqual(await tasksOf(), []);
  });

  it('runs what a configuration is for', async () => {
    await change('eslint.config.mjs');
    const targets = new Set((await tasksOf()).map((id) => id.split(':')[1]));
    assert.deepEqual([...targets], ['lint']);
  });

  it('runs those that have a dependency when the lock file has another version of it', async () => {
    const path = join(clone, 'pnpm-lock.yaml');
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(/(?<=\n {2}'@fastify\/busboy@[^\n]+\n {4}resolution: \{integrity: sha512-)./, '0');
    assert.notEqual(changed, text);
    writeFileSync(path, changed);
    await commit();
    const providers = ['cowsay-provider', 'create-provider', 'ffmpeg-provider'];
    const services = ['cowsay-service', 'ffmpeg-service', 'service-kit'];
    assert.deepEqual(await changedProjects('test'), [...providers, ...services].sort());
  });
});
