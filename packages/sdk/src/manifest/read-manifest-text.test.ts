import { join } from 'node:path';
import { readManifestText, readManifestTextSync } from './read-manifest-text';

const MISSING = join(__dirname, 'missing.yml');

describe('readManifestText', () => {
  it('says why a file cannot be read', async () => {
    await expect(readManifestText(MISSING)).rejects.toMatchObject({
      code: 'MC_MANIFEST_INVALID',
      message: expect.stringMatching(/missing\.yml:1:1 the manifest cannot be read: .*ENOENT/),
      cause: expect.objectContaining({ code: 'ENOENT' }),
    });
  });
});

describe('readManifestTextSync', () => {
  it('says why a file cannot be read', () => {
    expect(() => readManifestTextSync(MISSING)).toThrow(/missing\.yml:1:1 the manifest cannot be read: .*ENOENT/);
  });
});
