import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';
import { providerManifest, SERVICE_MANIFEST } from '../../provider/__fixtures__/test-project';

const FILE = path.resolve(__dirname, '../../../dist/source/stored/read-manifests-apart.js');

/** Ends by itself: a thread that is left would keep it. */
const PROGRAM = `
  const { readManifestsApart } = require(argument.file);
  for (const folder of argument.folders)
    say(await readManifestsApart(folder).catch(({ code, facts }) => ({ code, facts })));
  say(Object.keys(require.cache).filter((file) => /node_modules.(yaml|ajv)./.test(file)));`;

describe('readManifestsApart', () => {
  it('answers what a package says of itself, loads no parser into the program, and leaves no thread', async () => {
    await using folder = await temporaryFolder();
    await folder.write('both/MediaConduit.provider.yml', providerManifest('cow'));
    await folder.write('both/MediaConduit.service.yml', SERVICE_MANIFEST);
    await folder.write('neither/index.js', '');
    await folder.write('broken/MediaConduit.provider.yml', 'id: [');
    const folders = ['both', 'neither', 'broken'].map((name) => path.join(folder.path, name));
    const { said, end, errors } = await runProgram(PROGRAM, { file: FILE, folders }).ended();
    expect({ end, errors }).toEqual({ end: 0, errors: '' });
    expect(said).toEqual([
      { provider: expect.objectContaining({ id: 'cow' }), service: expect.objectContaining({ folder: folders[0] }) },
      {},
      { code: 'MC_MANIFEST_INVALID', facts: expect.objectContaining({ file: expect.stringMatching(/broken/) }) },
      [],
    ]);
  });
});
