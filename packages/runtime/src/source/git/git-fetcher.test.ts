import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fetchWorld, type FetchWorld } from './__fixtures__/fetch-world';
import { parseIdentifier } from '../identifier';
import { createGitFetcher } from './git-fetcher';

describe('createGitFetcher', () => {
  let world: FetchWorld;
  let first: string;
  let second: string;
  beforeAll(async () => {
    world = await fetchWorld();
    const cow = await world.repository('Acme/Cow');
    first = await cow.branch('feature/cows', { 'package.json': '{"name":"cow"}' });
    const scripts = '{"name":"cow","scripts":{"postinstall":"touch x","test":"jest","prepare":"tsc"}}';
    second = await cow.branch(
      'main',
      { 'package.json': scripts, 'src/index.ts': 'export {};', 'run.sh': ['100755', 'x'] },
      first,
    );
    await cow.ref('refs/tags/v1', await cow.annotatedTag('v1', first));
    await cow.ref('refs/tags/@acme/cow@1.0.0', first);
    await cow.ref('refs/heads/both', second);
    await cow.ref('refs/tags/both', first);
    await cow.ref(`refs/heads/${first.slice(0, 8)}`, second);
    await cow.ref('refs/pull/3/head', first);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('handles repositories, and nothing else', () => {
    const fetcher = createGitFetcher({ environment: process.env });
    const handled = ['github:a/b', 'npm:b', './b', 'b'].map((text) => fetcher.handles(parseIdentifier(text, '/')));
    expect(handled).toEqual([true, false, false, false]);
  });

  it.each([
    ['github:acme/cow', () => second],
    ['https://github.com/ACME/cow/', () => second],
    ['github:acme/cow@main', () => second],
    ['github:acme/cow@feature/cows', () => first],
    ['https://github.com/acme/cow/tree/feature/cows', () => first],
    ['github:acme/cow@v1', () => first],
    ['github:acme/cow@@acme/cow@1.0.0', () => first],
    ['https://github.com/acme/cow/releases/tag/%40acme%2Fcow%401.0.0', () => first],
    ['github:acme/cow@both', () => second],
    ['github:acme/cow@refs/tags/both', () => first],
    ['github:acme/cow@refs/pull/3/head', () => first],
  ])('finds the commit of %s', async (text, commit) => {
    await expect(world.resolve(text)).resolves.toEqual({
      canonical: `github:acme/cow#${commit()}`,
      resolved: 'https://github.com/acme/cow.git',
      commit: commit(),
    });
  });

  it('finds commits by their whole hash, and by its beginning when nothing has that name', async () => {
    await expect(world.resolve(`github:acme/cow#${first}`)).resolves.toMatchObject({ commit: first });
    await expect(world.resolve(`github:acme/cow#${first.slice(0, 7)}`)).resolves.toMatchObject({ commit: first });
    await expect(world.resolve(`github:acme/cow#${first.slice(0, 8)}`)).resolves.toMatchObject({ commit: second });
  });

  it.each([
    ['github:acme/cow@nope', 'github:acme/cow has no branch, tag or commit "nope".'],
    ['github:acme/cow#abcdef1', 'github:acme/cow has no branch, tag or commit "abcdef1".'],
    [`github:acme/cow#${'ab'.repeat(20)}`, 'github:acme/cow has no such commit.'],
    ['github:acme/cow@refs/heads/nope', 'github:acme/cow has no branch, tag or commit "refs/heads/nope".'],
    ['github:acme/cat', expect.stringContaining('github:acme/cat is not in the mirror')],
  ])('takes nothing else for %s', async (text, message) => {
    await expect(world.resolve(text)).rejects.toMatchObject({ code: 'MC_SOURCE_NOT_FOUND', message });
  });

  it('says which part of a URL of a folder is a branch', async () => {
    await expect(world.resolve('https://github.com/acme/cow/tree/feature/cows/src')).rejects.toMatchObject({
      hint: 'github:acme/cow@feature/cows exists; a folder inside a repository cannot be named',
    });
  });

  it('says that a repository is empty', async () => {
    await world.repository('acme/empty');
    await expect(world.resolve('github:acme/empty')).rejects.toMatchObject({
      code: 'MC_SOURCE_NOT_FOUND',
      message: 'github:acme/empty has no commits.',
    });
  });

  it('fetches the files of a commit and says what would run', async () => {
    const { folder, resolution, scripts } = await world.fetch('github:acme/cow');
    expect(Object.keys(await world.read(folder))).toEqual(['package.json', 'run.sh', 'src/index.ts']);
    expect(resolution).toMatchObject({
      canonical: `github:acme/cow#${second}`,
      publishedAt: '2023-11-14T22:13:20.000Z',
      sizeBytes: 91,
    });
    expect(scripts).toEqual([
      { package: 'cow', name: 'postinstall', command: 'touch x' },
      { package: 'cow', name: 'prepare', command: 'tsc' },
    ]);
  });

  it('fetches repositories with SHA-256', async () => {
    const repository = await world.repository('acme/long', 'sha256');
    const commit = await repository.branch('main', { x: 'y' });
    const { folder, resolution } = await world.fetch('github:acme/long');
    expect(resolution.commit).toBe(commit);
    expect(await world.read(folder)).toEqual({ x: 'y' });
    await expect(world.fetch(`github:acme/long#${commit}`)).resolves.toMatchObject({ resolution });
  });

  it('takes a commit of a time that is none', async () => {
    const repository = await world.repository('acme/times');
    const tree = await repository.tree([['100644', 'x', await repository.object('blob', 'x')]]);
    await repository.ref('refs/heads/main', await repository.commit(tree, undefined, 9_000_000_000_000_000));
    await expect(world.fetch('github:acme/times')).resolves.toMatchObject({ resolution: { publishedAt: undefined } });
  });

  it('writes what the repository holds, whatever its attributes say', async () => {
    const repository = await world.repository('acme/attributes');
    const attributes = '* text eol=crlf ident working-tree-encoding=UTF-16 filter=lfs export-subst\nx export-ignore\n';
    const files = { '.gitattributes': attributes, x: 'a\nb $Id$\r\n' };
    await repository.branch('main', files);
    const { folder } = await world.fetch('github:acme/attributes');
    expect(await world.read(folder)).toEqual(files);
  });

  it.each([
    { resolved: '--upload-pack=touch x' },
    { resolved: 'ext::sh -c touch% x' },
    { resolved: 'https://github.com/acme/cat.git' },
    { resolved: 'http://github.com/acme/cow.git' },
    { resolved: 'https://github.com/acme/cow.git@main' },
    { commit: '--upload-pack=x' },
    { commit: undefined },
  ])('refuses a lock file with %p', async (changes) => {
    const resolution = { ...(await world.resolve('github:acme/cow')), ...changes };
    const folder = await world.folder.write('refused/x', '').then(path.dirname);
    const fetching = world.fetcher().fetch(resolution, folder, { signal: new AbortController().signal });
    await expect(fetching).rejects.toMatchObject({ code: 'MC_IDENTIFIER_INVALID' });
    await expect(readdir(folder)).resolves.toEqual(['x']);
  });

  it('says how to install git where there is none', async () => {
    await expect(world.resolve('github:acme/cow', { environment: { PATH: world.folder.path } })).rejects.toMatchObject({
      code: 'MC_PROGRAM_MISSING',
      hint: expect.stringContaining('install'),
    });
  });
});
