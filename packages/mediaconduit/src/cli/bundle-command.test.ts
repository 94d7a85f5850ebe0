import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';

const MANIFEST =
  'contract: 1\nid: cow\nname: Cow\ntype: local\ncapabilities: [text-to-text]\nmodels: [{ id: a, name: A }]\n';

let project: StackProject;
beforeEach(async () => {
  project = await stackProject();
  const { path, write } = project.folder;
  const source = join(path, 'mirror', 'o', 'cow');
  await write(
    '.env',
    `PATH=${process.env['PATH']}\nMEDIACONDUIT_MIRRORS=https://github.com/=${join(path, 'mirror')}\n`,
  );
  execFileSync('git', ['init', '--quiet', source]);
  await write('mirror/o/cow/MediaConduit.provider.yml', MANIFEST);
  await write('mirror/o/cow/index.js', 'module.exports = class {};');
  const git = (...words: readonly string[]): void =>
    void execFileSync('git', ['-C', source, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
});
afterEach(() => project[Symbol.asyncDispose]());

async function finish(...words: readonly string[]) {
  const { exitCode, stderr, stdout } = project.run(words);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

const inProject = (...names: string[]): string => join(project.folder.path, ...names);
/** Trees may be moved by whoever has the store, and removed only by root or by the store itself. */
const forget = (): Promise<unknown> =>
  Promise.all([
    rm(inProject('mediaconduit.lock')),
    rename(join(project.home, 'store', 'tree'), join(project.home, `forgotten-${randomUUID()}`)),
  ]);

describe('bundle and install', () => {
  it('carry what is locked to a machine without a network', async () => {
    await finish('add', 'github:o/cow');
    const { code, stderr } = await finish('bundle');
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('github:o/cow: provider cow') });
    expect(stderr).toContain('there: mediaconduit install --from mediaconduit-bundle.tar\n');
    expect((await finish('bundle')).code).toBe(0); // an older one is replaced
    const lock = await readFile(inProject('mediaconduit.lock'), 'utf8');
    await forget();
    await rm(inProject('mirror'), { recursive: true });
    const installed = await finish('install', '--from', 'mediaconduit-bundle.tar');
    expect(installed).toMatchObject({ code: 0, stderr: expect.stringContaining('added github:o/cow: provider cow') });
    expect(await readFile(inProject('mediaconduit.lock'), 'utf8')).toBe(lock);
    expect(await finish('verify')).toMatchObject({ code: 0, stdout: 'github:o/cow  sound\n' });
    const again = JSON.parse((await finish('install', '--from', 'mediaconduit-bundle.tar', '--json')).stdout) as object;
    expect(again).toMatchObject({ packages: [{ identifier: 'github:o/cow', isNew: false }], images: [] });
  });

  it('fetch exactly what is locked', async () => {
    expect(await finish('install')).toMatchObject({ code: 0, stderr: 'mediaconduit.lock names nothing\n' });
    await finish('add', 'github:o/cow');
    const lock = await readFile(inProject('mediaconduit.lock'), 'utf8');
    expect((await finish('install')).stderr).toBe('github:o/cow is there, and sound\n');
    await forget();
    await writeFile(inProject('mediaconduit.lock'), lock);
    expect((await finish('install')).stderr).toContain('fetched github:o/cow\n');
    expect(JSON.parse((await finish('install', '--json')).stdout)).toEqual({
      packages: [{ identifier: 'github:o/cow', state: 'stored' }],
    });
    expect(await readFile(inProject('mediaconduit.lock'), 'utf8')).toBe(lock);
  });

  it.each([
    ['nothing to bundle', ['bundle'], 3, 'mediaconduit add <identifier>'],
    ['an id that is not locked', ['bundle', 'cwo'], 3, 'MC_NOT_LOCKED'],
    ['a folder that is not there', ['bundle', '--out', 'no/x.tar'], 4, 'mkdir -p'],
    ['a flag without its value', ['install', '--from'], 2, 'mediaconduit install --help'],
    ['a stream', ['bundle', '--out', '-'], 2, '--out ./-'],
    ['a name where none belongs', ['install', 'cow'], 2, 'mediaconduit add cow'],
    ['a bundle without --from', ['install', 'cow.tar'], 2, 'mediaconduit install --from cow.tar'],
    ['a packed bundle without --from', ['install', 'cow.tar.gz'], 2, 'mediaconduit install --from cow.tar.gz'],
    ['a bundle whose name is wrong', ['install', '--from', 'mediaconduit.yaml'], 4, 'mediaconduit.yml'],
    ['a flag about a bundle without one', ['install', '--no-images'], 2, '--from <file> --no-images'],
    ['a bundle that is not there', ['install', '--from', 'no.tar'], 4, 'MC_FILE_NOT_FOUND'],
    ['a bundle that is a folder', ['install', '--from', '.'], 4, 'MC_FILE_NOT_FOUND'],
    ['a bundle that is none', ['install', '--from', 'mediaconduit.yml'], 4, 'MC_BUNDLE_INVALID'],
  ])('refuse %s', async (_what, words, code, text) => {
    expect(await finish(...words)).toMatchObject({ code, stderr: expect.stringContaining(text) });
    expect(readdirSync(inProject())).not.toContain('mediaconduit.lock');
  });

  it('put nothing in the place of a pipe, and read none', async () => {
    await finish('add', 'github:o/cow');
    execFileSync('mkfifo', [inProject('pipe')]);
    expect(await finish('bundle', '--out', 'pipe')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no file'),
    });
    expect(await finish('install', '--from', 'pipe')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('write what comes from a pipe into a file first'),
    });
  });

  it('replace no file that is no bundle unless somebody says yes', async () => {
    await finish('add', 'github:o/cow');
    await writeFile(inProject('letter.txt'), 'Dear cow');
    expect(await finish('bundle', '--out', 'letter.txt')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('which is no bundle?'),
    });
    expect(await readFile(inProject('letter.txt'), 'utf8')).toBe('Dear cow');
    expect((await finish('bundle', '--out', 'letter.txt', '--yes')).code).toBe(0);
  });
});
