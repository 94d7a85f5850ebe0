import { chmod, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { extract } from 'tar-stream';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { listBuildContext, listFolder } from './build-context';
import { ContextHasher } from './context-hasher';
import { packFiles } from './pack-files';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('Dockerfile', 'FROM x');
  await folder.write('app/main.js', 'main');
  await folder.write('node_modules/dep/index.js', 'dep');
});

afterEach(() => folder[Symbol.asyncDispose]());

const paths = async (dockerfile = 'Dockerfile'): Promise<string[]> =>
  (await listBuildContext(folder.path, dockerfile)).map((entry) => entry.path);

describe('listBuildContext', () => {
  it('lists everything without an ignore file', async () => {
    expect(await paths()).toEqual([
      'Dockerfile',
      'app',
      'app/main.js',
      'node_modules',
      'node_modules/dep',
      'node_modules/dep/index.js',
    ]);
  });

  it('leaves out what .dockerignore names, never the Dockerfile and the ignore file', async () => {
    await folder.write('.dockerignore', 'node_modules\nDockerfile\n.dockerignore\n');
    expect(await paths()).toEqual(['.dockerignore', 'Dockerfile', 'app', 'app/main.js']);
  });

  it.each([
    ['!app/main.js', ['app/main.js']],
    ['!/app/main.js', ['app/main.js']],
    ['! ./app/main.js  ', ['app/main.js']],
    ['!app', ['app', 'app/main.js']],
    ['!app/*.js', ['app/main.js']],
    ['!a*/main.js', ['app/main.js']],
    ['!**/*.js', ['app/main.js', 'node_modules/dep/index.js']],
    ['!node_modules/dep/index.js', ['node_modules/dep/index.js']],
    ['!node_modules/*/index.js', ['node_modules/dep/index.js']],
    ['!other/main.js', []],
    ['#!app', []],
  ])('brings back what a later line wants: %j', async (line, wanted) => {
    await folder.write('.dockerignore', `*\n${line}\n`);
    expect(await paths()).toEqual(['.dockerignore', 'Dockerfile', ...wanted]);
  });

  it('finds a Dockerfile in a folder that is left out', async () => {
    await folder.write('build/gpu/Dockerfile', 'FROM y');
    await folder.write('.dockerignore', '*');
    expect(await paths('build/gpu/Dockerfile')).toEqual(['.dockerignore', 'build/gpu/Dockerfile']);
  });

  it('prefers the ignore file that is named after the Dockerfile', async () => {
    await folder.write('gpu.Dockerfile', 'FROM y');
    await folder.write('gpu.Dockerfile.dockerignore', 'app\nnode_modules\nDockerfile\n');
    await folder.write('.dockerignore', '*');
    expect(await paths('gpu.Dockerfile')).toEqual(['.dockerignore', 'gpu.Dockerfile', 'gpu.Dockerfile.dockerignore']);
  });

  it('lists links as links, and follows none', async () => {
    await symlink('/etc', path.join(folder.path, 'app', 'etc'));
    const link = (await listFolder(path.join(folder.path, 'app'))).find(({ kind }) => kind === 'link');
    expect(link).toMatchObject({ path: 'etc', link: '/etc' });
  });

  it('says which context cannot be read', async () => {
    await expect(listBuildContext(path.join(folder.path, 'gone'), 'Dockerfile')).rejects.toMatchObject({
      code: 'MC_IMAGE_BUILD_FAILED',
      facts: { folder: path.join(folder.path, 'gone') },
    });
  });
});

describe('ContextHasher', () => {
  const hash = async (hasher = new ContextHasher(), settings: readonly unknown[] = []): Promise<string> =>
    hasher.hash(await listBuildContext(folder.path, 'Dockerfile'), settings);

  it('is the same for the same content, whenever it was written', async () => {
    const before = await hash();
    await utimes(path.join(folder.path, 'app/main.js'), 1, 1);
    expect(await hash()).toBe(before);
  });

  it.each([
    ['content', () => folder.write('app/main.js', 'niam')],
    ['a name', () => folder.write('app/other.js', '')],
    ['an executable bit', () => chmod(path.join(folder.path, 'app/main.js'), 0o755)],
    ['a link', () => symlink('main.js', path.join(folder.path, 'app/link.js'))],
  ])('changes with %s, also for a hasher that knows the files', async (_, change) => {
    const hasher = new ContextHasher();
    const before = await hash(hasher);
    await change();
    expect(await hash(hasher)).not.toBe(before);
  });

  it('changes with the settings of the build', async () => {
    expect(await hash(undefined, ['a'])).not.toBe(await hash(undefined, ['b']));
  });

  it('hashes large files without holding them', async () => {
    await folder.write('large.bin', Buffer.alloc(3 * 1024 ** 2, 1));
    const before = await hash();
    await folder.write('large.bin', Buffer.alloc(3 * 1024 ** 2, 2));
    expect(await hash()).not.toBe(before);
  });
});

describe('packFiles', () => {
  it('packs files, folders, links and extra files, the same way every time', async () => {
    await symlink('main.js', path.join(folder.path, 'app', 'link.js'));
    const read = async () => {
      const archive = packFiles(await listFolder(path.join(folder.path, 'app')), [
        { path: 'extra', content: Buffer.from('e') },
      ]);
      const found: unknown[] = [];
      for await (const entry of archive.pipe(extract())) {
        const { name, type, linkname, mtime, uid } = entry.header;
        const chunks: Buffer[] = [];
        for await (const chunk of entry) chunks.push(chunk);
        found.push([name, type, linkname ?? null, Buffer.concat(chunks).toString(), mtime?.getTime(), uid]);
      }
      return found;
    };
    expect(await read()).toEqual([
      ['extra', 'file', null, 'e', 0, 0],
      ['link.js', 'symlink', 'main.js', '', 0, 0],
      ['main.js', 'file', null, 'main', 0, 0],
    ]);
  });

  it('breaks off with the reason when a file cannot be read', async () => {
    const entries = await listFolder(folder.path);
    await folder[Symbol.asyncDispose]();
    const archive = packFiles(entries);
    await expect(archive.toArray()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
