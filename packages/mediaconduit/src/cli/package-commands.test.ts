import { execFileSync } from 'node:child_process';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';

const manifest = (version: string): string => `contract: 1
id: cow
name: Cow
version: ${version}
type: local
capabilities: [text-to-text]
models: [{ id: cow-default, name: One }]
configuration: { environment: { COW_KEY: { required: false, description: Its key } } }
`;

let project: StackProject;
let source: string;
beforeEach(async () => {
  project = await stackProject();
  const mirror = join(project.folder.path, 'mirror');
  source = join(mirror, 'o', 'cow');
  await project.folder.write(
    '.env',
    `PATH=${process.env['PATH']}\nMEDIACONDUIT_MIRRORS=https://github.com/=${mirror}\n`,
  );
  execFileSync('git', ['init', '--quiet', source]);
  await commit('1.0.0');
});
afterEach(() => project[Symbol.asyncDispose]());

async function commit(version: string, more = ''): Promise<void> {
  await project.folder.write('mirror/o/cow/MediaConduit.provider.yml', manifest(version) + more);
  await project.folder.write('mirror/o/cow/index.js', 'module.exports = class {};');
  await project.folder.write('mirror/o/cow/package.json', '{"name":"cow","scripts":{"postinstall":"boom"}}');
  const git = (...words: readonly string[]): void =>
    void execFileSync('git', ['-C', source, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('add', '.');
  git('commit', '--quiet', '-m', version);
}

async function finish(...words: readonly string[]) {
  const { exitCode, stderr, stdout } = project.run(words);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** The provider names a service in a repository of its own. */
async function commitWithService(): Promise<void> {
  const service = join(source, '..', 'cow-service');
  execFileSync('git', ['init', '--quiet', service]);
  await project.folder.write(
    'mirror/o/cow-service/MediaConduit.service.yml',
    'id: cow-service\nname: Cow\nversion: 1.0.0\ncapabilities: [text-to-text]\nprocess: { command: [cow], port: fd }\n',
  );
  const git = ['-C', service, '-c', 'user.name=n', '-c', 'user.email=n@example.org'];
  execFileSync('git', [...git, 'add', '.']);
  execFileSync('git', [...git, 'commit', '--quiet', '-m', 'first']);
  await commit('1.1.0', 'service: github:o/cow-service\n');
}

const lockText = (): Promise<string> => readFile(join(project.folder.path, 'mediaconduit.lock'), 'utf8');

describe('packages of a project', () => {
  it('are added with the services that they name, which are told, too', async () => {
    await commitWithService();
    const { stderr } = await finish('add', 'github:o/cow');
    expect(stderr).toContain('added github:o/cow-service: service cow-service');
    const again = JSON.parse((await finish('add', 'github:o/cow', '--json')).stdout) as { added: object[] };
    expect(again.added).toHaveLength(1);
  });

  it('are added with all that is to be known of them, listed and taken out', async () => {
    const { code, stderr } = await finish('add', 'https://github.com/o/cow');
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('added github:o/cow: provider cow'),
    });
    expect(stderr).toContain('from https://github.com/o/cow.git\n');
    expect(stderr).toMatch(/tree t1-[0-9a-f]{64}\n/);
    expect(stderr).toContain('reads COW_KEY\n');
    expect(stderr).toContain('did not run postinstall of cow: boom\n');
    const again = JSON.parse((await finish('add', 'github:o/cow', '--json')).stdout) as object;
    expect(again).toMatchObject({ added: [{ identifier: 'github:o/cow', isNew: false, provider: 'cow' }] });
    expect(await finish('remove', 'cow')).toMatchObject({ code: 0, stderr: 'removed github:o/cow\n' });
    expect(await lockText()).toBe('{}\n');
  });

  it('are listed by what the lock file says, with and without their files, in any spelling', async () => {
    await finish('add', 'github:o/cow');
    expect((await finish('providers')).stdout).toBe('cow  1.0.0  local  text-to-text (1 model)\n');
    for (const spelling of ['cow', 'github:o/cow', 'https://github.com/O/cow.git'])
      expect((await finish('models', spelling)).stdout).toMatch(/^cow:cow-default +text-to-text/);
    await rename(join(project.home, 'store'), join(project.home, 'forgotten'));
    expect((await finish('providers')).stdout).toMatch(/^cow {2}[0-9a-f]{12} {2,}text-to-text \(not fetched yet\)\n$/);
    const { providers } = JSON.parse((await finish('providers', '--json')).stdout) as { providers: object[] };
    expect(providers).toMatchObject([{ id: 'cow', packageName: 'github:o/cow', fetched: false }]);
    expect((await finish('doctor')).stdout).toMatch(/github:o\/cow [0-9a-f]{12} is not fetched yet/);
    await project.folder.write('mediaconduit.lock', '{');
    expect((await finish('providers')).stdout).toMatch(/^mediaconduit\.lock +broken +The lock file/);
  });

  it('get a process of their own when that is asked for, and keep it over an update', async () => {
    const isolationOf = async (): Promise<unknown> => {
      const { providers } = JSON.parse(await lockText()) as { providers: Record<string, { isolation?: unknown }> };
      return providers['github:o/cow']?.isolation;
    };
    expect((await finish('add', 'github:o/cow', '--isolation', 'container')).code).toBe(2);
    expect((await finish('add', 'github:o/cow', '--isolation', 'process')).stderr).toContain(
      'added github:o/cow: provider cow',
    );
    expect(await isolationOf()).toBe('process');
    await commit('2.0.0');
    await finish('update');
    expect((await finish('add', 'github:o/cow')).stderr).toContain('runs in a process of its own\n');
    await finish('add', 'cow', '--isolation', 'none');
    expect(await isolationOf()).toBe('process');
    await finish('add', 'https://github.com/o/cow', '--isolation', 'none');
    expect(await isolationOf()).toBe('none');
  });

  it('are updated when that is asked for', async () => {
    await finish('add', 'github:o/cow');
    const before = await lockText();
    expect((await finish('update')).stderr).toContain('github:o/cow stays at');
    expect(await lockText()).toBe(before);
    await commit('2.0.0');
    expect((await finish('update', 'cow')).stderr).toMatch(/github:o\/cow: [0-9a-f]{12} → [0-9a-f]{12}\n/);
    expect(await lockText()).not.toBe(before);
  });

  it('are updated one by one, whatever becomes of the others', async () => {
    expect(await finish('update')).toMatchObject({ code: 0, stderr: 'mediaconduit.lock names nothing\n' });
    await finish('add', 'github:o/cow');
    const { providers } = JSON.parse(await lockText()) as { providers: Record<string, object> };
    const calf = { ...providers['github:o/cow'], provider: 'calf' };
    const mixed = { ...providers, 'github:o/calf': calf, 'o o': calf };
    await project.folder.write('mediaconduit.lock', JSON.stringify({ providers: mixed }));
    await commit('2.0.0');
    const { code, stderr } = await finish('update');
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('2 of 3 could not be updated\n'),
    });
    expect(stderr).toMatch(/github:o\/cow: [0-9a-f]{12} → [0-9a-f]{12}\n/);
    expect(stderr).toMatch(
      /github:o\/calf stays at [0-9a-f]{12}: it could not be updated\n {2}error MC_SOURCE_NOT_FOUND: /,
    );
    expect(stderr).toMatch(/o o stays at [0-9a-f]{12}: it could not be updated\n {2}error MC_IDENTIFIER_INVALID: /);
    const again = await finish('update', '--json', 'cow', 'github:o/calf');
    expect({ code: again.code, ...(JSON.parse(again.stdout) as object) }).toMatchObject({
      code: 3,
      updated: [
        { identifier: 'github:o/cow' },
        { identifier: 'github:o/calf', problem: { code: 'MC_SOURCE_NOT_FOUND' } },
      ],
    });
  });

  it('are verified file by file', async () => {
    expect(await finish('verify')).toMatchObject({ code: 0, stderr: 'mediaconduit.lock names nothing\n' });
    await finish('add', 'github:o/cow');
    expect(await finish('verify')).toMatchObject({ code: 0, stdout: 'github:o/cow  sound\n' });
    const [hash = ''] = /t1-[0-9a-f]{64}/.exec(await lockText()) ?? [];
    const file = join(project.home, 'store', 'tree', hash, 'files', 'index.js');
    await chmod(dirname(file), 0o755);
    await rm(file);
    await writeFile(file, 'changed');
    expect(await finish('verify')).toMatchObject({ code: 9, stdout: 'github:o/cow  damaged\n' });
    expect(await finish('verify')).toMatchObject({ code: 0, stdout: 'github:o/cow  not stored\n' });
  });

  it('are verified beside a key that is no identifier, which can be taken out', async () => {
    await finish('add', 'github:o/cow');
    await project.folder.write('mediaconduit.lock', (await lockText()).replace('"github:o/cow"', '"git@o:cow"'));
    const { code, stdout } = await finish('verify');
    expect({ code, stdout }).toMatchObject({
      code: 9,
      stdout: expect.stringMatching(/^git@o:cow {2}no identifier: "/),
    });
    const { packages } = JSON.parse((await finish('verify', '--json')).stdout) as { packages: object[] };
    expect(packages).toMatchObject([{ state: 'no identifier', problem: { code: 'MC_IDENTIFIER_INVALID' } }]);
    expect((await finish('remove', 'git@o:cow')).code).toBe(0);
    expect(await finish('verify')).toMatchObject({ code: 0, stderr: 'mediaconduit.lock names nothing\n' });
  });

  it('are collected when no lock file names them any more', async () => {
    await finish('add', 'github:o/cow');
    expect((await finish('gc', '--all')).stderr).toContain('removed 0 of 1');
    await finish('remove', 'cow');
    expect((await finish('gc')).stderr).toContain('removed 0 of 1');
    expect((await finish('gc', '--all')).stderr).toContain('removed 1 of 1');
  });

  it.each([
    ['an id where a source is needed', ['add', 'cow'], 2, 'npm:cow'],
    ['a folder', ['add', './cow'], 2, 'by its path'],
    ['a repository that is not there', ['add', 'github:o/calf'], 3, 'MC_SOURCE_NOT_FOUND'],
    ['what is not locked', ['remove', 'github:o/calf'], 3, 'MC_NOT_LOCKED'],
    ['an update of it', ['update', 'calf'], 3, 'MC_NOT_LOCKED'],
  ])('are not changed by %s', async (_what, words, code, text) => {
    expect(await finish(...words)).toMatchObject({ code, stderr: expect.stringContaining(text) });
    await expect(lockText()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a minimum release age', () => {
  it('keeps an update where it is, and says why', async () => {
    await finish('add', 'github:o/cow');
    const before = await lockText();
    await commit('2.0.0');
    const { code, stderr } = await finish('update', '--min-release-age', '3d');
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('github:o/cow stays at') });
    expect(stderr).toMatch(/not taken: [0-9a-f]{12} of \S+Z, which is too young until \S+Z\n/);
    expect(await lockText()).toBe(before);
    const { stdout } = await finish('update', '--min-release-age', '3d', '--json');
    const commits = { version: expect.stringMatching(/^[0-9a-f]{40}$/), allowedAt: expect.any(String) };
    expect(JSON.parse(stdout)).toMatchObject({ updated: [{ identifier: 'github:o/cow', passedOver: commits }] });
    expect((await finish('update', '--min-release-age', '0')).stderr).toContain(' → ');
  });

  it.each([
    ['a repository that is new here', ['add', 'github:o/cow', '--min-release-age', '3d'], 3, 'MC_RELEASE_TOO_YOUNG'],
    ['no age', ['add', 'github:o/cow', '--min-release-age', 'soon'], 2, '--min-release-age 3d'],
    ['no age at all', ['update', '--min-release-age'], 2, 'MC_USAGE'],
  ])('refuses %s', async (_what, words, code, text) => {
    expect(await finish(...words)).toMatchObject({ code, stderr: expect.stringContaining(text) });
    await expect(lockText()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a plan', () => {
  it('says what would be there, and changes nothing', async () => {
    const { code, stderr, stdout } = await finish('plan', 'https://github.com/o/cow', '--cwd', project.folder.path);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing was done\n') });
    expect(stdout).toMatch(/^github:o\/cow {2}[0-9a-f]{12}, new\n/);
    expect(stdout).toMatch(/ {2}download +1 package, \d+ B unpacked\n/);
    expect(stdout).toMatch(/ {2}runs +in the program, with all its rights\n/);
    expect(stdout).toMatch(/ {2}reads +COW_KEY\n/);
    expect(stdout).toMatch(/ {2}does not run +postinstall of cow: boom\n/);
    await expect(lockText()).rejects.toMatchObject({ code: 'ENOENT' });
    const parsed = JSON.parse((await finish('plan', 'github:o/cow', '--json')).stdout) as object;
    expect(parsed).toMatchObject({ packages: [{ identifier: 'github:o/cow', state: 'new', provider: { id: 'cow' } }] });
  });

  it('is that of the project when nothing is named', async () => {
    await finish('add', 'github:o/cow');
    const before = await lockText();
    const { code, stdout } = await finish('plan');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('named by') });
    expect(stdout).toMatch(/github:o\/cow {2}[0-9a-f]{12}, stored\n/);
    expect(await lockText()).toBe(before);
  });

  it('goes on after what is not there, and fails for it', async () => {
    const { code, stderr, stdout } = await finish('plan', 'github:o/calf', 'github:o/cow');
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('1 problem') });
    expect(stdout).toMatch(/github:o\/calf {2}unknown\n[^]*MC_SOURCE_NOT_FOUND[^]*github:o\/cow/);
    const { stdout: json } = await finish('plan', 'calf', '--json');
    expect(JSON.parse(json)).toMatchObject({ packages: [{ problem: { code: 'MC_PROVIDER_NOT_FOUND' } }] });
    expect(await finish('plan', 'http://github.com/o/cow')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('why', () => {
  it('says who names what, and refuses what nobody does', async () => {
    await finish('add', 'github:o/cow');
    const { code, stdout } = await finish('why', 'cow');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('github:o/cow, a provider\n') });
    expect(stdout).toMatch(/ {2}named by {2}mediaconduit\.lock\n {2}in {8}\S+t1-[0-9a-f]{64}\S+\n/);
    const { stdout: json } = await finish('why', 'github:O/cow', '--json');
    expect(JSON.parse(json)).toMatchObject({ reasons: [{ kind: 'provider', identifier: 'github:o/cow' }] });
    expect(await finish('why', 'cov')).toMatchObject({ code: 3, stderr: expect.stringContaining('cow') });
    expect(await finish('why')).toMatchObject({ code: 2 });
  });
});
