import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { providerManifest } from './__fixtures__/test-project';
import { readKeptManifest } from './kept-manifest';
import { requireManifest } from './require-manifest';

const TREE = `tree/t1-${'0'.repeat(64)}`;

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const write = async (tree = TREE): Promise<string> =>
  path.dirname(await folder.write(`${tree}/files/MediaConduit.provider.yml`, providerManifest('cow')));

describe('the manifest of a stored provider', () => {
  it('is parsed once, also for other programs', async () => {
    const files = await write();
    const manifest = requireManifest(files);
    rmSync(path.join(files, 'MediaConduit.provider.yml'));
    expect(requireManifest(files)).toEqual(manifest);
  });

  it('is parsed again when the copy is damaged or of another reader', async () => {
    const files = await write();
    const manifest = requireManifest(files);
    const kept = path.join(files, '../manifest');
    const text = readFileSync(kept, 'utf8');
    for (const damaged of [
      '',
      text.slice(0, -20),
      text.replace('"cow"', '"cat"'),
      text.replace(/^1 \S+/, '1 other'),
      text.replace(/^1/, '2'),
    ]) {
      writeFileSync(kept, damaged);
      expect(readKeptManifest(files)).toBeUndefined();
      expect(requireManifest(files)).toEqual(manifest);
    }
    expect(readFileSync(kept, 'utf8')).toBe(text);
  });

  it('names the folder that it is in, wherever the store was moved', async () => {
    const { folder: before } = requireManifest(await write());
    const kept = readFileSync(path.join(before, '../manifest'));
    const moved = await write(`elsewhere/${TREE}`);
    writeFileSync(path.join(moved, '../manifest'), kept);
    expect(requireManifest(moved).folder).toBe(moved);
  });

  it('is read from its folder everywhere else', async () => {
    const files = await write('src/mine');
    requireManifest(files);
    writeFileSync(path.join(files, 'MediaConduit.provider.yml'), providerManifest('calf'));
    expect(requireManifest(files).id).toBe('calf');
  });
});
