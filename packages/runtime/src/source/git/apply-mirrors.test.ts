import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { applyMirrors, type Mirrors } from './apply-mirrors';

const URL = 'https://github.com/acme/cow.git';

describe('applyMirrors', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const name of ['Acme/Cow.git', 'acme/cat', 'one cow']) {
      await mkdir(path.join(folder.path, name), { recursive: true });
    }
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it.each<[Mirrors, string, string]>([
    [{}, URL, 'https'],
    [{ 'https://gitlab.com/': '/x' }, URL, 'https'],
    [{ 'https://github.com/ac': '/x' }, URL, 'https'],
    [{ 'https://github.com/acme/co': '/x' }, URL, 'https'],
    [
      { 'https://github.com/': 'https://git.example.org/mirror/' },
      'https://git.example.org/mirror/acme/cow.git',
      'https',
    ],
    [{ 'https://GitHub.com': 'https://git.example.org' }, 'https://git.example.org/acme/cow.git', 'https'],
    [{ 'https://github.com/acme/cow': 'https://git.example.org/x' }, 'https://git.example.org/x', 'https'],
    [{ 'https://github.com/': 'http://127.0.0.1:3000/' }, 'http://127.0.0.1:3000/acme/cow.git', 'http'],
    [
      { 'https://github.com/': 'https://a.example', 'https://github.com/acme': 'https://b.example' },
      'https://b.example/cow.git',
      'https',
    ],
  ])('goes by %p to %s', (mirrors, url, protocol) => {
    expect(applyMirrors(URL, mirrors)).toEqual({ url, protocol });
  });

  it.each([
    [URL, 'https://github.com/', '', 'Acme/Cow.git'],
    [URL, 'https://github.com/acme', 'Acme', 'Acme/Cow.git'],
    ['https://github.com/acme/cat.git', 'https://github.com/', '', 'acme/cat'],
    [URL, 'https://github.com/acme/cow.git', 'one cow', 'one cow'],
  ])('finds %s below %s in folders', (url, prefix, below, found) => {
    const target = path.join(folder.path, below);
    const place = { url: `file://${path.join(folder.path, found).replace(' ', '%20')}`, protocol: 'file' };
    expect(applyMirrors(url, { [prefix]: target })).toEqual(place);
    expect(applyMirrors(url, { [prefix]: `file://${target}` })).toEqual(place);
  });

  it('says how to make a mirror that is not there', () => {
    expect(() => applyMirrors('https://github.com/acme/dog.git', { 'https://github.com/': folder.path })).toThrow(
      expect.objectContaining({
        code: 'MC_SOURCE_NOT_FOUND',
        hint: `git clone --mirror https://github.com/acme/dog.git ${folder.path}/acme/dog.git`,
      }),
    );
  });

  it.each([
    'http://git.example.org/',
    'ext::sh -c x',
    'ssh://git.example.org/',
    'https://user:secret@git.example.org/',
    'https://git.example.org/$(x)',
  ])('refuses the mirror %s', (target) => {
    expect(() => applyMirrors(URL, { 'https://github.com/': target })).toThrow(
      expect.objectContaining({ code: 'MC_CONFIG_INVALID', message: expect.not.stringContaining('secret') }),
    );
  });
});
