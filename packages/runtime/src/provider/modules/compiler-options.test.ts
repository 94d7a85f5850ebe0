import { temporaryFolder } from '@mediaconduit/testkit';
import { readCompilerOptions } from './compiler-options';

async function optionsFor(files: Readonly<Record<string, string>>): Promise<object> {
  await using folder = await temporaryFolder();
  for (const [file, text] of Object.entries(files)) await folder.write(file, text);
  return readCompilerOptions(folder.path);
}

const tsconfig = (compilerOptions: object, more: object = {}): string => JSON.stringify({ compilerOptions, ...more });

describe('readCompilerOptions', () => {
  it.each([
    ['nothing', {}, false],
    ['ES2020', { 'tsconfig.json': tsconfig({ target: 'ES2020' }) }, false],
    ['es2022', { 'tsconfig.json': tsconfig({ target: 'es2022' }) }, true],
    ['ESNext', { 'tsconfig.json': tsconfig({ target: 'ESNext' }) }, true],
    ['an own setting', { 'tsconfig.json': tsconfig({ target: 'ES2022', useDefineForClassFields: false }) }, false],
    [
      'the setting of one that it extends',
      { 'tsconfig.json': tsconfig({}, { extends: './base' }), 'base.json': tsconfig({ target: 'ES2023' }) },
      true,
    ],
    [
      'the setting of a package',
      {
        'tsconfig.json': tsconfig({}, { extends: ['missing', '@tsconfig/node20/tsconfig.json'] }),
        'node_modules/@tsconfig/node20/tsconfig.json': tsconfig({ target: 'es2022' }),
      },
      true,
    ],
    ['itself', { 'tsconfig.json': tsconfig({ target: 'es2022' }, { extends: './tsconfig.json' }) }, true],
    ['no JSON', { 'tsconfig.json': '{' }, false],
    ['a list', { 'tsconfig.json': '[]' }, false],
  ])('takes from %s whether fields are defined', async (_what, files, useDefineForClassFields) => {
    await expect(optionsFor(files)).resolves.toEqual({ useDefineForClassFields });
  });

  it('reads comments and commas as TypeScript does', async () => {
    const text = `{ // "target": "es5"
      "compilerOptions": { "jsxFactory": "a//b,}", /* , */ "experimentalDecorators": true, "target": "es2022", },
    }`;
    await expect(optionsFor({ 'tsconfig.json': text })).resolves.toEqual({
      ...{ useDefineForClassFields: true, experimentalDecorators: true, jsxFactory: 'a//b,}' },
    });
  });
});
