import { temporaryFolder, type TemporaryFolder } from '../../folder/temporary-folder';
import { readSettings } from './read-settings';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

describe('readSettings', () => {
  it('needs no file', async () => {
    expect(await readSettings(folder.path)).toEqual({ recording: undefined, calls: [], requests: [] });
  });

  it('answers what stands there', async () => {
    const calls = [{ model: 'a', input: { sample: 'audio' } }];
    await folder.write('conformance.json', JSON.stringify({ calls, requests: [{ path: '/a', long: true }] }));
    expect(await readSettings(folder.path)).toMatchObject({ calls, requests: [{ path: '/a', long: true }] });
  });

  it.each([
    '{',
    '[]',
    '{"callz":[]}',
    '{"calls":[{}]}',
    '{"calls":[{"model":"a","capability":"x"}]}',
    '{"requests":[{"path":"a"}]}',
  ])('refuses %s, and names the file', async (text) => {
    const file = await folder.write('conformance.json', text);
    await expect(readSettings(folder.path)).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      message: expect.stringContaining(file),
      hint: expect.any(String),
    });
  });
});
