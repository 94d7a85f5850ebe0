import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  contentProblems,
  machinePathProblems,
  offersCode,
  ownRangeProblems,
  sizeProblems,
  unresolvedRanges,
} from './package-rules.mjs';

const COMPLETE = ['LICENSE', 'README.md', 'package.json', 'dist/index.js'];

describe('contentProblems', () => {
  it('has nothing to say about a package with its code, README and license', () => {
    assert.deepEqual(contentProblems(COMPLETE), []);
  });

  it('takes templates of such files', () => {
    assert.deepEqual(contentProblems([...COMPLETE, 'templates/src/a.test.ts.ejs']), []);
  });

  it('names what is missing', () => {
    assert.deepEqual(contentProblems(['package.json', 'README.md']), ['LICENSE is missing']);
  });

  for (const path of [
    'dist/a.test.js',
    'dist/a.test-d.d.ts',
    'dist/__fixtures__/x.json',
    'dist/.tsbuildinfo',
    'dist/index.js.map',
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

describe('ownRangeProblems', () => {
  const versions = new Map([
    ['@mediaconduit/sdk', '1.2.0'],
    ['@mediaconduit/runtime', '1.0.0'],
  ]);

  it('is content with the versions of the workspace, and does not look at others', () => {
    const packed = { dependencies: { '@mediaconduit/sdk': '^1.2.0', yaml: '2.9.1' } };
    assert.deepEqual(ownRangeProblems(packed, versions), []);
  });

  it('names a dependency or peer of another version', () => {
    const packed = {
      dependencies: { '@mediaconduit/sdk': '^1.1.0' },
      peerDependencies: { '@mediaconduit/runtime': '>=1.0.0' },
    };
    assert.deepEqual(ownRangeProblems(packed, versions), [
      'package.json asks for @mediaconduit/sdk ^1.1.0, and this is 1.2.0',
      'package.json asks for @mediaconduit/runtime >=1.0.0, and this is 1.0.0',
    ]);
  });
});

describe('sizeProblems', () => {
  it('takes the budget of the package before the common one', () => {
    assert.deepEqual(sizeProblems('a', 300 * 1024, { a: { maxPackedKib: 400 } }), []);
    assert.equal(sizeProblems('b', 300 * 1024, { a: { maxPackedKib: 400 } }).length, 1);
  });

  it('takes a budget by the end of a name', () => {
    const budgets = { '*-provider': { maxPackedKib: 20 }, 'big-provider': { maxPackedKib: 40 } };
    assert.deepEqual(sizeProblems('a-provider', 30 * 1024, budgets), ['the tarball has 30 KiB, its budget is 20 KiB']);
    assert.deepEqual(sizeProblems('big-provider', 30 * 1024, budgets), []);
  });
});

describe('offersCode', () => {
  it('tells a service from a library', () => {
    assert.equal(offersCode({ exports: { './package.json': './package.json' } }), false);
    assert.equal(offersCode({ exports: { '.': './dist/index.js', './package.json': './package.json' } }), true);
  });
});
