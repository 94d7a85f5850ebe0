import { randomBytes } from 'node:crypto';
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { GitLimits } from '../git-limits';
import type { MadeRepository } from './made-repository';

/** A repository with something wrong, and what has to become of it. */
export interface EvilRepository {
  readonly name: string;
  /** What the fetch fails with; `undefined` when it is to be taken. */
  readonly code?: string;
  readonly limits?: Partial<GitLimits>;
  make(repository: MadeRepository): Promise<unknown>;
}

const X = '100644';
const SMALL = { sizeBytes: 4_000_000 };

/** A commit whose tree holds one entry of any name, below harmless folders or at the top. */
const named = (
  label: string,
  name: string | Buffer,
  { isTaken = false, mode = X, content = 'x' }: { isTaken?: boolean; mode?: string; content?: string } = {},
): EvilRepository => ({
  name: label,
  code: isTaken ? undefined : 'MC_ARCHIVE_UNSAFE',
  async make(repository) {
    const object = await repository.object('blob', content);
    const tree = await repository.tree([
      [mode, name, object],
      [X, 'ok', object],
    ]);
    await repository.ref('refs/heads/main', await repository.commit(tree));
  },
});

/** As {@link named} with a folder of that name, which holds a file. */
const folderNamed = (label: string, name: string, file = 'config', code = 'MC_ARCHIVE_UNSAFE'): EvilRepository => ({
  name: label,
  code,
  async make(repository) {
    const inner = await repository.tree([[X, file, await repository.object('blob', 'x')]]);
    await repository.ref('refs/heads/main', await repository.commit(await repository.tree([['40000', name, inner]])));
  },
});

const files = (label: string, content: Parameters<MadeRepository['branch']>[1], code?: string): EvilRepository => ({
  name: label,
  code,
  make: (repository) => repository.branch('main', content),
});

const fileOf = ({ folder }: MadeRepository, object: string): string =>
  path.join(folder, 'objects', object.slice(0, 2), object.slice(2));

const UNSAFE = 'MC_ARCHIVE_UNSAFE';
const taken = { isTaken: true };

/** Names and kinds of entries that stand for a place outside, or for git's own folder, on some system. */
export const PATHS: readonly EvilRepository[] = [
  folderNamed('.git/config', '.git'),
  folderNamed('.GIT/config', '.GIT'),
  folderNamed('.Git/hooks', '.Git', 'hooks'),
  folderNamed('a trailing space', '.git '),
  folderNamed('a trailing dot', '.git.'),
  folderNamed('dots and spaces', '.git . .'),
  folderNamed('the short name of Windows', 'git~1'),
  folderNamed('another short name', 'GIT~2'),
  folderNamed('a character that macOS passes over', '.g\u200cit'),
  folderNamed('a mark that macOS passes over', '\ufeff.git'),
  folderNamed('a stream of Windows', '.git::$INDEX_ALLOCATION'),
  folderNamed('a folder above', '..', 'escaped'),
  folderNamed('the folder itself', '.', 'escaped'),
  folderNamed('three dots', '...'),
  folderNamed('dots and a space', '.. ', 'escaped'),
  folderNamed('an empty name', '', 'escaped', 'MC_FETCH_FAILED'),
  named('.git as a file', '.git', { content: 'gitdir: /tmp' }),
  named('a path as a name', '../escaped'),
  named('an absolute path as a name', '/tmp/escaped'),
  named('a path with a backslash', '..\\escaped'),
  named('a drive with a backslash', 'C:\\escaped'),
  named('a network path', '\\\\host\\share'),
  named('a link to a file', 'link', { mode: '120000', content: '/etc/passwd' }),
  named('a link to a folder', 'link', { mode: '120000', content: '/tmp' }),
  named('a link upwards', 'link', { mode: '120000', content: '../../escaped' }),
  named('a dangling link', 'link', { mode: '120000', content: 'nothing' }),
  named('a link to itself', 'link', { mode: '120000', content: 'link' }),
  named('a link to the memory of this process', 'link', { mode: '120000', content: '/proc/self/root/etc/passwd' }),
  named('a link as the manifest', 'MediaConduit.service.yml', { mode: '120000', content: '/etc/passwd' }),
  named('dots that are encoded', '..%2f..%2fescaped', taken),
];

/** Everything else that a repository may have to make trouble. */
export const REPOSITORIES: readonly EvilRepository[] = [
  named('a name with a line end', 'a\nb'),
  named('a name with a carriage return', 'a\r'),
  named('a name with an escape', 'a\u001b[2J'),
  named('a name that is no UTF-8', Buffer.from([0x61, 0xff, 0xfe])),
  named('a name like an option', '--upload-pack=x', taken),
  named('a name of other letters', '牛.txt', taken),
  named('a name that is too long', 'x'.repeat(300)),
  named('an old mode', 'x', { mode: '100664', ...taken }),
  named('a mode with setuid', 'x', { mode: '104755', ...taken }),
  files('a path of 4 KB', { [`${'x'.repeat(200)}/`.repeat(20) + 'x']: '' }, UNSAFE),
  files('forty folders', { [`${'x/'.repeat(40)}x`]: '' }, UNSAFE),
  files('two names that differ in case', { 'Read.md': '', 'read.md': '' }, UNSAFE),
  files('two folders that differ in case', { 'Src/a': '', 'src/b': '' }, UNSAFE),
  files('two names that differ in their form', { 'caf\u00e9': '', 'cafe\u0301': '' }, UNSAFE),
  files('a submodule', { sub: ['160000', 'ab'.repeat(20)], x: 'x' }),
  files(
    'a submodule with an option',
    { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=x\n', x: '' },
    UNSAFE,
  ),
  files(
    'a submodule with a program',
    { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = x\n\tupdate = !x\n' },
    UNSAFE,
  ),
  files('a pointer of LFS', { '.gitattributes': '* filter=lfs', x: 'version https://git-lfs.github.com/spec/v1\n' }),
  {
    name: 'a million files',
    code: UNSAFE,
    async make(repository) {
      let at = await repository.object('blob', 'x');
      let mode = X;
      for (let depth = 0; depth < 6; depth += 1) {
        const object = at;
        at = await repository.tree(Array.from({ length: 10 }, (_, index) => [mode, `x${index}`, object] as const));
        mode = '40000';
      }
      await repository.ref('refs/heads/main', await repository.commit(at));
    },
  },
  {
    name: 'a file that grows a thousand times',
    code: UNSAFE,
    limits: SMALL,
    make: (repository) => repository.branch('main', { x: Buffer.alloc(20_000_000) }),
  },
  {
    name: 'a huge file',
    code: UNSAFE,
    limits: SMALL,
    make: (repository) => repository.branch('main', { x: randomBytes(8_000_000) }),
  },
  {
    name: 'one name twice',
    code: UNSAFE,
    async make(repository) {
      const object = await repository.object('blob', 'x');
      const twice = [
        [X, 'x', object],
        [X, 'x', await repository.object('blob', 'y')],
      ] as const;
      await repository.ref('refs/heads/main', await repository.commit(await repository.tree(twice)));
    },
  },
  {
    name: 'a file that is missing',
    code: 'MC_FETCH_FAILED',
    async make(repository) {
      const tree = await repository.tree([[X, 'x', 'ab'.repeat(20)]]);
      await repository.ref('refs/heads/main', await repository.commit(tree));
    },
  },
  {
    name: 'a file that is not what its hash says',
    code: 'MC_FETCH_FAILED',
    async make(repository) {
      await repository.branch('main', { x: 'a' });
      const [wanted, other] = [await repository.object('blob', 'a'), await repository.object('blob', 'b')];
      await copyFile(fileOf(repository, other), fileOf(repository, wanted));
    },
  },
  {
    name: 'nothing at all',
    code: 'MC_SOURCE_NOT_FOUND',
    make: (repository) => readdir(repository.folder),
  },
];
