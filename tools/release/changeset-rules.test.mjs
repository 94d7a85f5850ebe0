import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOfUsers, unknownPackages, withoutChangeset } from './changeset-rules.mjs';

const packages = [
  { name: '@mediaconduit/sdk', folder: 'packages/sdk' },
  { name: '@mediaconduit/sdk-more', folder: 'packages/sdk-more' },
];
const nothing = { before: () => undefined, now: () => undefined };
const manifests = (before, now) => ({ before: () => JSON.stringify(before), now: () => JSON.stringify(now) });
const MANIFEST = 'packages/sdk/package.json';

describe('isOfUsers', () => {
  for (const path of ['packages/sdk/src/index.ts', 'services/x-service/Dockerfile', 'packages/sdk/schemas/a.json']) {
    it(`counts ${path}`, () => assert.equal(isOfUsers(path, nothing), true));
  }

  for (const path of [
    'packages/sdk/README.md',
    'packages/sdk/src/index.test.ts',
    'packages/sdk/src/index.test-d.ts',
    'packages/sdk/src/__fixtures__/world.ts',
    'services/whisper-service/tests/test_app.py',
    'packages/sdk/tsconfig.test.json',
  ]) {
    it(`does not count ${path}`, () => assert.equal(isOfUsers(path, nothing), false));
  }

  it('counts a package.json only when it differs where it is installed', () => {
    const before = { name: 'x', version: '1.0.0', dependencies: { yaml: '1' } };
    assert.equal(
      isOfUsers(MANIFEST, manifests(before, { ...before, version: '1.1.0', devDependencies: { a: '1' } })),
      false,
    );
    assert.equal(isOfUsers(MANIFEST, manifests(before, { ...before, dependencies: { yaml: '2' } })), true);
    assert.equal(isOfUsers(MANIFEST, { before: () => undefined, now: () => JSON.stringify(before) }), true);
  });
});

describe('withoutChangeset', () => {
  const files = ['packages/sdk/src/index.ts'];
  const of = (changesets, changed = ['.changeset/mine.md']) =>
    withoutChangeset({ files, packages, changesets, changed }).map(({ name }) => name);

  it('names the package that changed, and not one whose name begins the same', () => {
    assert.deepEqual(of([]), ['@mediaconduit/sdk']);
  });

  it('is content with a changeset of this branch that names it', () => {
    const mine = { path: '.changeset/mine.md', releases: [{ name: '@mediaconduit/sdk', type: 'patch' }] };
    assert.deepEqual(of([mine]), []);
    assert.deepEqual(of([mine], ['.changeset/other.md']), ['@mediaconduit/sdk']);
  });

  it('is not content with one that names another', () => {
    assert.deepEqual(
      of([{ path: '.changeset/mine.md', releases: [{ name: '@mediaconduit/sdk-more', type: 'patch' }] }]),
      ['@mediaconduit/sdk'],
    );
  });

  it('takes an empty one of this branch for the word that users see nothing', () => {
    assert.deepEqual(of([{ path: '.changeset/mine.md', releases: [] }]), []);
    assert.deepEqual(of([{ path: '.changeset/older.md', releases: [] }]), ['@mediaconduit/sdk']);
  });
});

describe('unknownPackages', () => {
  it('names what no package is called', () => {
    const changesets = [{ path: '.changeset/a.md', releases: [{ name: '@mediaconduit/skd', type: 'patch' }] }];
    assert.deepEqual(unknownPackages(changesets, packages), [
      '.changeset/a.md names @mediaconduit/skd, which no package here is called',
    ]);
  });
});
