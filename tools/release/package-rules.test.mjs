import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contentProblems, machinePathProblems, offersCode, sizeProblems, unresolvedRanges } from './package-rules.mjs';

const COMPLETE = ['LICENSE', 'README.md', 'package.json', 'dist/index.js'];

describe('contentProblems', () => {
  it('has nothing to say about a package with its code, README and license', () => {
    assert.deepEqual(contentProblems(COMPLETE), []);
  });

  it('names what is missing', () => {
    assert.deepEqual(contentProblems(['package.json', 'README.md']), ['LICENSE is missing']);
  });

  for (const path of [
    'dist/a.test.js',
    'dist/a.test-d.d.ts',
    'dist/__fixtures__/x.json',
    'dist/.tsbuildinfo',
    '.env',
  ]) {
    it(`refuses ${path}`, () => {
      assert.equal(contentProblems([...COMPLETE, path]).length, 1);
    });
  }
});

describe('machinePathProblems', () => {
  const read = (path) => (path === 'dist/a.js' ? 'const at = "/home/me/clone/src"' : 'nothing');

  it('names the file that holds a path of this machine', () => {
    assert.deepEqual(machinePathProblems(['dist/a.js', 'dist/b.js'], read, ['/home/me/clone']), [
      'dist/a.js names /home/me/clone',
    ]);
  });
});

describe('unresolvedRanges', () => {
  it('finds ranges that only the workspace understands', () => {
    assert.equal(unresolvedRanges('{"a":"workspace:^","b":"catalog:","c":"^1.0.0"}').length, 2);
  });
});

describe('sizeProblems', () => {
  it('takes the budget of the package before the common one', () => {
    assert.deepEqual(sizeProblems('a', 300 * 1024, { a: { maxPackedKib: 400 } }), []);
    assert.equal(sizeProblems('b', 300 * 1024, { a: { maxPackedKib: 400 } }).length, 1);
  });
});

describe('offersCode', () => {
  it('tells a service from a library', () => {
    assert.equal(offersCode({ exports: { './package.json': './package.json' } }), false);
    assert.equal(offersCode({ exports: { '.': './dist/index.js', './package.json': './package.json' } }), true);
  });
});
