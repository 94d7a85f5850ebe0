import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { runCommand, type Finished } from './__fixtures__/spawn-command';

const MANIFEST =
  'contract: 1\nid: cow\nname: Cow\ntype: local\ncapabilities: [text-to-text]\nmodels: [{ id: a, name: A }]\n';
const PACKAGE = { name: 'cow', version: '1.0.0', main: 'index.js', scripts: { postinstall: 'node setup.js' } };

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('cow/MediaConduit.provider.yml', MANIFEST);
  await folder.write('cow/package.json', JSON.stringify(PACKAGE));
  await folder.write('cow/index.js', "throw new Error('moo');");
});
afterEach(() => folder[Symbol.asyncDispose]());

const conformance = (...words: string[]): Promise<Finished> => runCommand(folder.path, ['conformance', ...words]);

describe('mediaconduit conformance', () => {
  it('names what is broken and what to do, and ends with 9', async () => {
    const { code, stderr, stdout } = await conformance('cow', '--rule', 'mc-p06', 'MC-P11');
    expect({ code, stderr }).toEqual({ code: 9, stderr: '' });
    expect(stdout).toContain(
      '✗ MC-P06  bronze    runs nothing when it is installed\n      package.json has the script "postinstall".',
    );
    expect(stdout).toContain('✗ MC-P11  bronze    can be loaded and made\n      moo\n');
    expect(stdout).toContain('0 kept, 2 broken');
  });

  it('ends with 0 when nothing is broken', async () => {
    const { code, stdout } = await conformance('cow', '--rule', 'MC-P05', 'MC-P10', '--json');
    expect(code).toBe(9); // it depends on no SDK
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, isComplete: false, level: null, name: 'cow' });
    expect((await conformance('cow', '--rule', 'MC-P10')).code).toBe(0);
  });

  it('writes a badge of what all rules say', async () => {
    const { code, stderr } = await conformance('cow', '--badge', 'badge.json', '--quiet');
    expect({ code, stderr }).toEqual({ code: 9, stderr: '' });
    expect(JSON.parse(await readFile(join(folder.path, 'badge.json'), 'utf8'))).toMatchObject({
      message: 'below bronze',
    });
  });

  it.each([
    ['a folder that is not there', ['nowhere'], 4, 'MC_FILE_NOT_FOUND'],
    ['a folder without a manifest', ['.'], 4, 'neither a provider nor a service'],
    ['a rule that does not exist', ['cow', '--rule', 'MC-P99'], 2, 'There is no rule MC-P99'],
    ['a badge of a part', ['cow', '--rule', 'MC-P01', '--badge', 'a.svg'], 2, 'leave --rule out'],
    ['a badge of another kind', ['cow', '--badge', 'a.png'], 2, '.svg'],
    ['a level that there is not', ['cow', '--level', 'tin'], 2, 'bronze, silver, gold, platinum'],
    ['no folder', [], 2, "'folder'"],
  ])('refuses %s', async (_what, words, code, text) => {
    expect(await conformance(...words)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) });
  });
});
