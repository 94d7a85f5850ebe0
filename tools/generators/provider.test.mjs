import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../dev/workspace.mjs';

const require = createRequire(import.meta.url);
const generateProvider = require('./provider.cjs');
const { KIND_NAMES, KINDS } = require('../../packages/create-provider/dist');
const schema = JSON.parse(readFileSync(new URL('provider.schema.json', import.meta.url), 'utf8'));

/** What Nx gives a generator, without a disk. */
function treeOf(taken = []) {
  const files = new Map([['tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8')]]);
  return {
    root,
    files,
    exists: (path) => taken.includes(path),
    read: (path) => files.get(path),
    write: (path, text) => void files.set(path, text),
    json: (path) => JSON.parse(files.get(path)),
  };
}

describe('the generator of providers', () => {
  it('knows every kind', () => assert.deepEqual(schema.properties.kind.enum, KIND_NAMES));

  for (const kind of KIND_NAMES) {
    it(`puts a provider of the kind ${kind} beside the others`, async () => {
      const tree = treeOf();
      await generateProvider(tree, { name: 'my-thing', kind });
      const provider = tree.json('packages/my-thing-provider/package.json');
      assert.equal(provider.name, '@mediaconduit/my-thing-provider');
      const ranges = Object.values({ ...provider.dependencies, ...provider.devDependencies });
      assert.ok(ranges.every((range) => /^(workspace:\^|catalog:)$/.test(range)));
      assert.equal('@mediaconduit/my-thing-service' in provider.dependencies, KINDS[kind].runs !== undefined);
      assert.equal(tree.files.has('services/my-thing-service/package.json'), KINDS[kind].runs !== undefined);
      const references = tree.json('tsconfig.json').references.map(({ path }) => path);
      assert.ok(references.includes('packages/my-thing-provider'));
      assert.match(tree.files.get('.changeset/my-thing-provider.md'), /'@mediaconduit\/my-thing-provider': minor/);
    });
  }

  it('refuses what is there, and what is no name', async () => {
    const taken = treeOf(['packages/my-thing-provider']);
    await assert.rejects(generateProvider(taken, { name: 'my-thing' }), /is there already/);
    await assert.rejects(generateProvider(treeOf(), { name: 'cowsay' }), { code: 'MC_IDENTIFIER_INVALID' });
    await assert.rejects(generateProvider(treeOf(), { name: 'a', capability: ['text-to-txt'] }), { code: 'MC_USAGE' });
  });
});
