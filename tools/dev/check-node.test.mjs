import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeProblem, requiredNode } from './check-node.mjs';

describe('nodeProblem', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '100.1.0']) {
    it(`takes ${version} for >=20.19`, () => assert.equal(nodeProblem(version, '>=20.19'), undefined));
  }

  for (const version of ['20.18.3', '18.20.0']) {
    it(`names ${version} and what is needed`, () => {
      assert.match(nodeProblem(version, '>=20.19'), new RegExp(`20\\.19 or newer; this is ${version}`));
    });
  }
});

describe('requiredNode', () => {
  it('is the range of package.json, in the form that is understood', () => {
    assert.match(requiredNode(), /^>=\d+\.\d+$/);
  });
});
