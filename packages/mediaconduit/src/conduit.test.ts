import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Runtime } from '@mediaconduit/runtime';
import { createConduit } from './conduit';

describe('createConduit', () => {
  it('passes on what it is asked, and closes the runtime', async () => {
    const model = { id: 'm' };
    const provider = { id: 'p' };
    const close = jest.fn(async () => undefined);
    const runtime = { model: jest.fn(async () => model), providers: { getProvider: async () => provider }, close };
    const conduit = createConduit(() => runtime as unknown as Runtime);
    expect(await conduit.model('p:m', { capability: 'text-to-text' })).toBe(model);
    expect(runtime.model).toHaveBeenCalledWith('p:m', { capability: 'text-to-text' });
    expect(await conduit.provider('p')).toBe(provider);
    await conduit.close();
    await conduit[Symbol.asyncDispose]();
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('makes no runtime before it is used', () => {
    const runtime = jest.fn();
    createConduit(runtime);
    expect(runtime).not.toHaveBeenCalled();
  });
});

describe('the package', () => {
  it('loads nothing heavy when it is imported', () => {
    const heavy = ['dockerode', 'undici', 'yaml', 'ajv', 'axios', 'commander', 'magic-bytes.js', 'image-size'];
    const script = `
      const { conduit, $, $$ } = require(${JSON.stringify(join(__dirname, '../lib/index.js'))});
      const loaded = Object.keys(require.cache).map((file) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]);
      console.log(JSON.stringify([...new Set(loaded)]), typeof conduit.model, typeof $, typeof $$);`;
    const printed = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(printed).toMatch(/object|function function function/);
    for (const name of heavy) expect(printed).not.toContain(`"${name}"`);
  });
});
