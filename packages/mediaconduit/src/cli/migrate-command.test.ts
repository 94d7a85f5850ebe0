import { execFile, execFileSync } from 'node:child_process';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installOriginalPackages, originalPackages } from '../compat/__fixtures__/install-original-packages';
import { runCommand, type Finished } from './__fixtures__/spawn-command';
import { abortedAt } from './migrate/__fixtures__/aborted-at';
import { folderOf, migrated, planOf } from './migrate/__fixtures__/folder-of';
import { COPIED_PROVIDER, STATIC_PROVIDER } from './migrate/__fixtures__/old-forms';
import { writeChanges } from './migrate/write-changes';

const run = promisify(execFile);

const ORIGINALS = resolve(__dirname, '../../__fixtures__/original-packages');

const KEYS = {
  ANTHROPIC_API_KEY: 'key-of-a-test',
  OPENROUTER_API_KEY: 'key-of-a-test',
  REPLICATE_API_TOKEN: 'r8_test',
};

interface Loaded {
  readonly results: Record<string, Record<string, unknown>>;
  readonly warnings: readonly string[];
}

async function load(project: string, names: readonly string[]): Promise<Loaded> {
  const program = join(__dirname, '../compat/__fixtures__/load-original-packages.cjs');
  const env = { PATH: process.env['PATH'], ...KEYS };
  const { stdout } = await run(process.execPath, [program, project, ...names], { env });
  return JSON.parse(stdout) as Loaded;
}

function git(folder: string, ...words: string[]): string {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.test'];
  return execFileSync('git', ['-C', folder, ...author, ...words], { encoding: 'utf8' });
}

const everything = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

describe('packages as they were published for the original core', () => {
  it('answer the same after a migration, which changes nothing the second time', async () => {
    await using project = await folderOf({});
    await installOriginalPackages(project.path);
    const names = await originalPackages();
    const before = await load(project.path, names);
    for (const name of [...names, 'one-service']) {
      const folder = join(project.path, name);
      const { parts, changes } = await migrated(folder);
      expect([name, parts.length, changes.length > 0]).toEqual([name, 1, name !== 'one-service']);
      expect((await planOf(folder)).changes).toEqual([]);
      for (const change of changes.filter(({ path }) => path.endsWith('.ts')))
        expect(change.after).not.toContain('/src/media/');
    }
    const after = await load(project.path, names);
    expect(after.results).toEqual(before.results);
  }, 120_000);
});

describe('mediaconduit migrate', () => {
  const migrate = (folder: string, ...words: string[]): Promise<Finished> =>
    runCommand(folder, ['migrate', '.', ...words]);

  it('shows everything and does nothing with --dry-run, then does it, loads the result, and is done', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    const before = await everything(folder.path);
    const dry = await migrate(folder.path, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain("-import { CowsayDockerService } from '../../../services/CowsayDockerService';");
    expect(dry.stdout).toContain('+contract: 0');
    expect(dry.stdout).toMatch(/1\. services\/cowsay\/docker-compose\.yml:13 {2}put what ~\/\.cache/);
    expect(dry.stderr).toContain('nothing was done');
    expect(await everything(folder.path)).toEqual(before);

    const done = await migrate(folder.path);
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('.mediaconduit-backup')]);
    expect(done.stdout).toContain('✓ provider cowsay: CowsayDockerProvider, 1 model: cowsay-default');
    expect(done.stdout).toContain('✓ service cowsay-service: runs on docker');
    const copies = (await readdir(join(folder.path, '.mediaconduit-backup'))).find((name) => /^\d/.test(name)) ?? '';
    const kept = await readFile(join(folder.path, '.mediaconduit-backup', copies, 'package.json'), 'utf8');
    expect(kept).toBe(STATIC_PROVIDER['package.json']);

    const again = await migrate(folder.path, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      ...{ current: true, dryRun: false, changes: [] },
      verified: [
        { kind: 'provider', id: 'cowsay', ok: true, warnings: [] },
        { kind: 'service', id: 'cowsay-service', ok: true },
      ],
    });
  }, 120_000);

  it.each([
    ['with its service beside it', STATIC_PROVIDER, '< Hi >\n'],
    ['of the files that were copied out of the core', COPIED_PROVIDER, 'Hi\n'],
  ])(
    'makes a provider that answers, %s',
    async (_what, files, said) => {
      await using folder = await folderOf(files);
      const own = join(folder.path, 'services/cowsay');
      await rm(own, { recursive: true, force: true });
      if (files === STATIC_PROVIDER) await cp(join(ORIGINALS, 'one-service'), own, { recursive: true });
      const { code } = await migrate(folder.path);
      const answer = await runCommand(folder.path, ['run', '.', 'Hi']);
      expect([code, answer]).toMatchObject([0, { code: 0, stdout: said }]);
    },
    120_000,
  );

  it('refuses what is not committed, and keeps copies with --force', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    git(folder.path, 'init', '--quiet');
    git(folder.path, 'add', '--all');
    git(folder.path, 'commit', '--quiet', '--message', 'Old');
    await folder.write('services/cowsay/config.yaml', 'a: 2\n');
    const refused = await migrate(folder.path, '--json');
    expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([
      8,
      {
        error: {
          code: 'MC_MIGRATION_UNSAVED',
          hint: expect.stringContaining('--force'),
          facts: { dirty: ['services/cowsay/config.yaml'] },
        },
      },
    ]);
    expect(git(folder.path, 'status', '--short')).toBe(' M services/cowsay/config.yaml\n');
    const forced = await migrate(folder.path, '--force');
    expect([forced.code, forced.stderr]).toEqual([0, expect.stringContaining('.mediaconduit-backup')]);
    expect(git(folder.path, 'status', '--short')).not.toContain('backup');
    const current = await migrate(folder.path);
    expect([current.code, current.stderr]).toEqual([0, expect.stringContaining('is current, nothing was changed')]);
  }, 120_000);

  it('does the rest of one that was ended half-way, without --force', async () => {
    await using folder = await folderOf(STATIC_PROVIDER);
    git(folder.path, 'init', '--quiet');
    git(folder.path, 'add', '--all');
    git(folder.path, 'commit', '--quiet', '--message', 'Old');
    const { changes } = await planOf(folder.path);
    await expect(writeChanges(folder.path, changes, abortedAt(changes.length + 6))).rejects.toThrow('half-way');
    expect(git(folder.path, 'status', '--short').split('\n').length).toBeGreaterThan(4);
    const { code, stderr } = await migrate(folder.path);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('backup')]);
    expect((await planOf(folder.path)).changes).toEqual([]);
    expect(git(folder.path, 'status', '--short')).not.toContain('-migration');
  }, 120_000);

  it('keeps no copies where git has everything', async () => {
    await using folder = await folderOf({ 'MediaConduit.service.yml': 'name: a\nimage: a:1\nports: [80]\n' });
    git(folder.path, 'init', '--quiet');
    git(folder.path, 'add', '--all');
    git(folder.path, 'commit', '--quiet', '--message', 'Old');
    const { code, stderr } = await migrate(folder.path);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('backup')]);
    expect(git(folder.path, 'status', '--short')).toBe(' M MediaConduit.service.yml\n');
  }, 120_000);

  it('says with an exit code of its own that the result does not load, and why', async () => {
    await using folder = await folderOf({
      'MediaConduit.provider.yml': 'id: cow\ntype: remote\nmain: index.js\n',
      'index.js': "require('axios');\nmodule.exports = class CowProvider {};\n",
      'package.json': '{"name":"cow-provider","dependencies":{"axios":"^1.0.0"}}',
    });
    const { code, stdout } = await migrate(folder.path);
    expect(code).toBe(9);
    expect(stdout).toContain("Cannot find module 'axios'");
    expect(stdout).toContain('hint: install its dependencies');
  }, 120_000);

  it.each([
    ['./nowhere', 2, 'MC_USAGE', 'There is no folder'],
    ['./file', 2, 'MC_USAGE', 'is a file'],
    ['./empty', 4, 'MC_MIGRATION_INPUT_INVALID', 'holds no provider and no service'],
  ])(
    'refuses %s',
    async (place, code, error, message) => {
      await using folder = await folderOf({ file: '', 'empty/a.txt': '' });
      const { code: found, stdout } = await runCommand(folder.path, ['migrate', place, '--json']);
      const said = JSON.parse(stdout) as { error: object };
      expect([found, said.error]).toMatchObject([code, { code: error, detail: expect.stringContaining(message) }]);
    },
    60_000,
  );
});

describe('packages of today', () => {
  it.each(['cowsay-provider', 'ffmpeg-provider'])('%s: are left as they are', async (name) => {
    const from = join(createRequire(__filename).resolve('@mediaconduit/mediaconduit/package.json'), '../..', name);
    await using folder = await folderOf({});
    await cp(from, folder.path, { recursive: true, filter: (path) => !/node_modules|dist$/.test(path) });
    await expect(planOf(folder.path)).resolves.toMatchObject({ changes: [], todos: [] });
  });
});
