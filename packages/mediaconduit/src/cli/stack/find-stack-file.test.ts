import { mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseStackFile } from '@mediaconduit/runtime/supervision';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { FIRST_STACK, findStackFile, requireStackFile } from './find-stack-file';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('findStackFile', () => {
  it('looks in the folder and above, past links, and takes the nearest', async () => {
    const file = await folder.write('shop/mediaconduit.yaml', '');
    mkdirSync(join(folder.path, 'shop/src/web'), { recursive: true });
    symlinkSync(join(folder.path, 'shop/src'), join(folder.path, 'link'));
    const real = join(realpathSync(folder.path), 'shop/mediaconduit.yaml');
    expect([findStackFile(join(folder.path, 'link/web')), file.endsWith('mediaconduit.yaml')]).toEqual([real, true]);
    await folder.write('shop/src/mediaconduit.yml', '');
    expect(findStackFile(join(folder.path, 'shop/src/web'))).toBe(
      join(realpathSync(folder.path), 'shop/src/mediaconduit.yml'),
    );
    expect(findStackFile(folder.path)).toBeUndefined();
  });

  it('shows a stack file that can be used where there is none', () => {
    const namesIn = (text: string): string[] =>
      Object.keys(parseStackFile(text, { file: '/shop/mediaconduit.yml' }).services);
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const [, example = ''] = /```yaml\n(services:[^]*?)```/.exec(readme) ?? [];
    expect([namesIn(FIRST_STACK), namesIn(example)]).toEqual([['web'], ['web', 'cowsay-service']]);
    expect(() => requireStackFile(folder.path)).toThrow(
      expect.objectContaining({ code: 'MC_STACK_INVALID', hint: expect.stringContaining('    image: traefik/whoami') }),
    );
  });
});
