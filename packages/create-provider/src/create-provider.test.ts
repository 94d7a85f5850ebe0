import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAnswers } from './check-answers';
import { createProvider, type CreateOptions } from './create-provider';
import { detectPackageManager } from './package-manager';

const ANSWERS = checkAnswers({ name: 'my-thing' });

/** A program `npm` that does what the test says. */
async function fakeNpm(base: TemporaryFolder, lines: string): Promise<NodeJS.ProcessEnv> {
  const file = await base.write('bin/npm', `#!/bin/sh\n${lines}\n`);
  await chmod(file, 0o755);
  return { ...process.env, PATH: `${join(base.path, 'bin')}:${process.env['PATH']}` };
}

describe('createProvider', () => {
  let base: TemporaryFolder;
  let said: string[];
  beforeEach(async () => {
    base = await temporaryFolder();
    said = [];
  });
  afterEach(() => base[Symbol.asyncDispose]());

  const optionsFor = (environment: NodeJS.ProcessEnv): CreateOptions => ({
    folder: join(base.path, 'made'),
    pm: detectPackageManager({}),
    install: false,
    git: false,
    registryCheck: false,
    environment,
    say: (line) => said.push(line),
  });
  const create = (environment: NodeJS.ProcessEnv, options: Partial<CreateOptions> = {}) =>
    createProvider(ANSWERS, { ...optionsFor(environment), ...options });

  it.each([
    ['MIT', /^MIT License\n\nCopyright \(c\) \d{4} Ann\n\nPermission is hereby granted/],
    ['ISC', /^ISC License\n\nCopyright \(c\) \d{4} Ann\n\nPermission to use/],
    [
      'Apache-2.0',
      /^ +Apache License\n[^]+END OF TERMS AND CONDITIONS[^]+ {3}Copyright \(c\) \d{4} Ann\n[^]+limitations/,
    ],
    ['UNLICENSED', /^Copyright \(c\) \d{4} Ann\n\nAll rights reserved\.\n$/],
  ])('writes the whole text of the licence %s', async (licence, text) => {
    await createProvider(checkAnswers({ name: 'my-thing', licence, author: 'Ann' }), optionsFor(process.env));
    expect(await readFile(join(base.path, 'made', 'LICENSE'), 'utf8')).toMatch(text);
  });

  it('refuses a name that the registry knows', async () => {
    const environment = await fakeNpm(base, 'echo \'"my-thing-provider"\'');
    const refused = create(environment, { registryCheck: true });
    await expect(refused).rejects.toMatchObject({ code: 'MC_NAME_TAKEN', hint: expect.stringContaining('--scope') });
    expect(await readdir(base.path)).toEqual(['bin']);
  });

  it('takes a name that the registry does not know', async () => {
    const environment = await fakeNpm(base, "echo 'npm error code E404' >&2; exit 1");
    await create(environment, { registryCheck: true });
    expect(said).toEqual([]);
  });

  it('goes on without a registry, and says so', async () => {
    const environment = await fakeNpm(base, "echo 'npm error code ENOTFOUND' >&2; exit 1");
    await create(environment, { registryCheck: true });
    expect(said).toEqual([expect.stringContaining('The registry does not answer')]);
    expect(await readdir(join(base.path, 'made'))).toContain('package.json');
  });

  it('installs, formats and fills in the README', async () => {
    const environment = await fakeNpm(base, 'echo "$@" >> installed.txt');
    const made = await create(environment, { install: true });
    expect(made.installed).toBe(true);
    expect(await readFile(join(base.path, 'made/installed.txt'), 'utf8')).toBe(
      'install\nrun format\nrun build\nrun readme\n',
    );
    expect(said).toEqual(['Installing with npm …']);
  });

  it('says when the README could not be filled in', async () => {
    const environment = await fakeNpm(base, '[ "$2" != build ]');
    const made = await create(environment, { install: true });
    expect(made.installed).toBe(true);
    expect(said).toContain('README.md could not be filled in; see npm run build, then npm run readme.');
  });

  it('keeps the package when it cannot be installed, and says why', async () => {
    const environment = await fakeNpm(base, "echo 'npm error no network'; exit 1");
    const made = await create(environment, { install: true });
    expect(made.installed).toBe(false);
    expect(said.join('\n')).toContain('npm error no network');
    expect(await readdir(join(base.path, 'made'))).toContain('package.json');
  });

  it.each([
    ['nothing', 'new/made', []],
    ['the empty folder', 'empty', ['empty']],
  ])('leaves %s when it is cancelled while it installs', async (_what, place, left) => {
    const folder = join(base.path, place);
    for (const name of left) await mkdir(join(base.path, name));
    const before = await stat(folder).catch(() => undefined);
    const environment = await fakeNpm(base, 'touch begun.txt; sleep 600 & wait');
    const cancel = new AbortController();
    const creating = create(environment, { install: true, signal: cancel.signal, folder });
    const failed = expect(creating).rejects.toThrow();
    await eventually(async () => expect(await readdir(folder)).toContain('begun.txt'));
    cancel.abort();
    await failed;
    expect((await readdir(base.path)).sort()).toEqual(['bin', ...left]);
    expect((await stat(folder).catch(() => undefined))?.ino).toBe(before?.ino);
  });

  it('makes a git repository, but not inside of another', async () => {
    await create(process.env, { git: true });
    expect(await readdir(join(base.path, 'made'))).toContain('.git');
    await create(process.env, { git: true, folder: join(base.path, 'made/packages/inner') });
    expect(await readdir(join(base.path, 'made/packages/inner'))).not.toContain('.git');
  });

  it('says when there is no git', async () => {
    await create({ PATH: base.path }, { git: true });
    expect(said).toEqual([expect.stringContaining('no git repository')]);
  });
});
