import { temporaryFolder, type TemporaryFolder } from '../../folder/temporary-folder';
import { publishedFiles } from './published-files';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  const files = [
    'README.md',
    'package.json',
    'dist/index.js',
    'dist/a/b.test.js',
    'src/index.ts',
    'src/{a}.ts',
    'node_modules/x/y.js',
  ];
  for (const file of files) await folder.write(file, '');
});
afterEach(() => folder[Symbol.asyncDispose]());

const ALWAYS = ['README.md', 'package.json'];

describe('publishedFiles', () => {
  it.each([
    ['a folder', ['dist'], ['dist/a/b.test.js', 'dist/index.js']],
    ['a file', ['./dist/index.js'], ['dist/index.js']],
    ['a glob', ['dist/**/*.js', '!dist/**/*.test.js'], ['dist/index.js']],
    ['a glob with choices', ['{dist,lib}/**/*.{js,{css,d.ts}}'], ['dist/a/b.test.js', 'dist/index.js']],
    ['a name with braces', ['src/{a}.ts'], ['src/{a}.ts']],
    ['one level', ['*/*.ts'], ['src/index.ts', 'src/{a}.ts']],
    ['nothing', [], []],
  ])('takes what files names: %s', async (_what, files, expected) => {
    expect((await publishedFiles(folder.path, { files })).sort()).toEqual([...ALWAYS, ...expected].sort());
  });

  it('takes the entry in any case, and all but dependencies where nothing is named', async () => {
    expect(await publishedFiles(folder.path, { files: [], main: './dist/index.js' })).toContain('dist/index.js');
    expect(await publishedFiles(folder.path, {})).toHaveLength(6);
  });
});
