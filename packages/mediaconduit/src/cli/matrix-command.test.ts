import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MatrixWorld, rule, type Trial } from './__fixtures__/matrix-world';

const NEXT = '1.1.0-next.1';
const MANIFEST =
  'contract: 1\nid: cow\nname: Cow\ntype: local\ncapabilities: [text-to-text]\nmodels: [{ id: a, name: A }]\n';

const BROKEN: Trial = {
  report: { results: [rule('MC-P01', 'pass'), rule('MC-P11', 'fail', ['moo | <b>']), rule('MC-P12', 'not-run')] },
};
const REFUSED: Trial = {
  refused: { code: 'MC_CONTRACT_MISMATCH', message: 'it was written for contract 2', hint: 'update the runtime' },
};
const PEERS: Trial = {
  npm: {
    code: 'ERESOLVE',
    summary: 'unable to resolve dependency tree',
    detail: 'While resolving: matrix\n\npeer @mediaconduit/mediaconduit@"^2.0.0" from peer-provider@2.0.0',
  },
};

let world: MatrixWorld;
beforeEach(async () => (world = await MatrixWorld.make()));
afterEach(() => world.folder[Symbol.asyncDispose]());

const cellsOf = async (...words: string[]): Promise<Record<string, unknown>[]> => {
  const { stdout } = await world.run(...words, '--json');
  const { providers } = JSON.parse(stdout) as { providers: { cells: Record<string, unknown>[] }[] };
  return providers.flatMap(({ cells }) => cells);
};

describe('mediaconduit matrix', () => {
  it('says of every provider what came of it with every core, and why', async () => {
    world
      .publish('good-provider')
      .publish('new-provider', { '1.0.0': REFUSED })
      .publish('old-provider', { [NEXT]: BROKEN })
      .publish('peer-provider', { '1.0.0': PEERS, [NEXT]: PEERS });
    const words = ['good-provider', 'new-provider', 'old-provider', 'peer-provider'];
    const { code, stderr, stdout } = await world.run(...words);
    expect(stdout).toBe(`provider             1.0.0 (installed, latest)      1.1.0-next.1 (next)
good-provider 2.0.0  ✓ gold, 2 kept, 1 not checked  ✓ gold, 2 kept, 1 not checked
new-provider 2.0.0   – refused                      ✓ gold, 2 kept, 1 not checked
old-provider 2.0.0   ✓ gold, 2 kept, 1 not checked  ✗ MC-P11
peer-provider        – not installable (ERESOLVE)   – not installable (ERESOLVE)

new-provider 2.0.0 with 1.0.0
  MC_CONTRACT_MISMATCH
    it was written for contract 2

old-provider 2.0.0 with 1.1.0-next.1
  MC-P11 is MC-P11
    moo | <b>
    next: mend MC-P11
    docs of MC-P11

peer-provider with 1.0.0, 1.1.0-next.1
  ERESOLVE
    While resolving: matrix

    peer @mediaconduit/mediaconduit@"^2.0.0" from peer-provider@2.0.0
`);
    expect(stderr).toContain(
      'installing MediaConduit 1.1.0-next.1 …\n5 of 8: installing good-provider with 1.1.0-next.1 …',
    );
    expect({ code, left: world.leftovers() }).toEqual({ code: 9, left: [] });
  });

  it.each<[string, Trial, number, object]>([
    ['all rules are kept', {}, 0, { outcome: 'passed', isFault: false, level: 'gold', version: '2.0.0' }],
    ['a rule is broken', BROKEN, 9, { outcome: 'failed', isFault: true, broken: [{ id: 'MC-P11' }] }],
    ['the core refuses its contract', REFUSED, 0, { outcome: 'refused', isFault: false }],
    ['its peers rule the core out', PEERS, 0, { outcome: 'not-installable', isFault: false }],
    [
      'peers of others do not fit',
      { npm: { code: 'ERESOLVE', summary: 'no', detail: 'peer react@"^18" from x@1.0.0' } },
      9,
      { outcome: 'not-installable', isFault: true, problem: { code: 'ERESOLVE' } },
    ],
    [
      'a dependency is in no registry',
      { npm: { code: 'E404', summary: 'Not Found - GET gone' } },
      9,
      { outcome: 'not-installable', isFault: true, problem: { code: 'E404', message: 'Not Found - GET gone' } },
    ],
    [
      'it refuses to be loaded for another reason',
      { refused: { code: 'MC_PROVIDER_INVALID', message: 'no class' }, ...BROKEN },
      9,
      { outcome: 'failed', broken: [{ id: 'MC-P11' }] },
    ],
    [
      'it cannot be checked',
      { report: { error: { code: 'MC_CONFIG_INVALID', detail: 'no JSON', hint: 'write it as JSON' } } },
      9,
      { outcome: 'failed', isFault: true, problem: { code: 'MC_CONFIG_INVALID', message: 'no JSON' } },
    ],
    [
      'the suite breaks off',
      { crash: 'out of order' },
      9,
      { outcome: 'failed', isFault: true, problem: { message: expect.stringMatching(/ended with 1: .*Node\.js/) } },
    ],
  ])('ends as it should when %s', async (_what, trial, code, cell) => {
    world.publish('cow-provider', { '1.0.0': trial });
    const finished = await world.run('cow-provider', '--core', '1.0.0', '--json');
    const { ok, providers } = JSON.parse(finished.stdout);
    expect(providers).toMatchObject([{ provider: 'cow-provider', cells: [{ core: '1.0.0', ...cell }] }]);
    expect({ code: finished.code, ok }).toEqual({ code, ok: code === 0 });
    expect(world.leftovers()).toEqual([]);
  });

  it('is a page with --markdown', async () => {
    world.publish('old-provider', { [NEXT]: BROKEN });
    const { code, stdout } = await world.run('old-provider', '--markdown');
    expect({ code, stdout }).toEqual({
      code: 9,
      stdout: `| provider | 1.0.0 (installed, latest) | 1.1.0-next.1 (next) |
| --- | --- | --- |
| old-provider 2.0.0 | ✓ gold, 2 kept, 1 not checked | ✗ MC-P11 |

### old-provider 2.0.0 with 1.1.0-next.1

- MC-P11 is MC-P11

      moo | <b>
      next: mend MC-P11
      docs of MC-P11
`,
    });
  });

  it('installs in an empty project, without scripts, with the npm settings of this one, and checks by the rules asked for', async () => {
    await world.folder.write('project/.npmrc', '@acme:registry=https://registry.acme.test/\n');
    world.publish('@acme/cow-provider');
    await world.run('@acme/cow-provider@^2.0.0', '--core', 'next', '--rule', 'MC-P01', 'MC-P11');
    const installs = world.calls().filter(({ command }) => command === 'install');
    const ours = [`@mediaconduit/mediaconduit@${NEXT}`, `@mediaconduit/testkit@${NEXT}`];
    expect(installs.map(({ words }) => words.filter((word) => !word.startsWith('-')))).toEqual([
      ours,
      ['@acme/cow-provider@^2.0.0'],
    ]);
    for (const { cwd, npmrc, words } of installs) {
      expect(words).toEqual(expect.arrayContaining(['--ignore-scripts', '--install-links', '--save-exact']));
      expect(npmrc).toBe('@acme:registry=https://registry.acme.test/\n');
      expect(dirname(dirname(cwd))).toBe(join(world.folder.path, 'tmp'));
    }
    expect(world.told()).toMatchObject({ argv: ['--json', '--rule', 'MC-P01', 'MC-P11'] });
    expect(world.told().home.startsWith(join(world.folder.path, 'tmp'))).toBe(true);
  });

  it.each([
    ['shares the SDK of a core that is not out yet', '^1.0.0', { '@mediaconduit/sdk': NEXT }],
    ['leaves a provider its own SDK when it wants another one', '~1.0.0', {}],
  ])('%s', async (_what, range, overrides) => {
    world.publish('cow-provider', {}, range);
    await world.run('cow-provider');
    const installs = world.calls().filter(({ command }) => command === 'install');
    expect(installs.map((call) => call.overrides)).toEqual([undefined, {}, undefined, overrides]);
  });

  it('tries a version and a provider once, however often they are named', async () => {
    world.publish('cow-provider');
    const words = ['--core', 'latest', '--core', 'v1.0.0', '--core', '1.0.0'];
    expect(await cellsOf('cow-provider', 'npm:cow-provider', ...words)).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, string[], string]>([
    ['there is no next', { latest: '1.0.0' }, ['1.0.0'], 'there is no core under the tag next'],
    ['next is older', { latest: NEXT, next: '1.0.0' }, ['1.0.0', NEXT], 'next is 1.0.0, which is older than latest'],
  ])('says when %s', async (_what, tags, cores, note) => {
    world.publish('cow-provider');
    Object.assign(world.packages['@mediaconduit/mediaconduit'] ?? {}, { tags });
    const { stderr, stdout } = await world.run('cow-provider', '--json');
    expect(JSON.parse(stdout).cores).toMatchObject(cores.map((version) => ({ version })));
    expect(stderr).toContain(note);
  });

  describe('without a name', () => {
    it('takes the provider that the project is, as it would be published, with its recordings', async () => {
      await world.folder.write('project/MediaConduit.provider.yml', MANIFEST);
      await world.folder.write('project/package.json', JSON.stringify({ name: 'own-provider', version: '3.0.0' }));
      await world.folder.write(
        'project/conformance.json',
        '{"recording":"recordings/a.json","calls":[{"recording":"../b"}]}',
      );
      await world.folder.write('project/recordings/a.json', '[]');
      world.expect('own-provider', {});
      expect(await cellsOf('--core', '1.0.0')).toMatchObject([{ outcome: 'passed', version: '3.0.0' }]);
      expect(world.calls().at(-1)?.words).toContain(world.project);
      expect(world.told().settings).toBe(true);
    });

    it('takes what is installed there: packages by their version, linked ones by their folder', async () => {
      await world.folder.write('linked/MediaConduit.provider.yml', MANIFEST.replace('id: cow', 'id: linked'));
      await world.folder.write('linked/package.json', JSON.stringify({ name: 'linked-provider', version: '4.0.0' }));
      const cow = 'project/node_modules/cow-provider';
      await world.folder.write(`${cow}/MediaConduit.provider.yml`, MANIFEST);
      await world.folder.write(`${cow}/package.json`, JSON.stringify({ name: 'cow-provider', version: '2.0.0' }));
      const dependencies = { 'cow-provider': '^2.0.0', 'linked-provider': 'workspace:^' };
      await world.folder.write('project/package.json', JSON.stringify({ name: 'app', dependencies }));
      mkdirSync(join(world.project, 'node_modules'), { recursive: true });
      symlinkSync(join(world.folder.path, 'linked'), join(world.project, 'node_modules/linked-provider'), 'junction');
      world.publish('cow-provider').expect('linked-provider', {});
      expect(await cellsOf('--core', '1.0.0')).toMatchObject([{ version: '2.0.0' }, { version: '4.0.0' }]);
      const specs = world.calls().map(({ words }) => words.at(-3));
      expect(specs).toEqual(expect.arrayContaining(['cow-provider@2.0.0', join(world.folder.path, 'linked')]));
      expect(await cellsOf('cow', '--core', '1.0.0')).toMatchObject([{ version: '2.0.0' }]);
    });
  });

  it.each<[string, string[], number, string]>([
    [
      'a version that there is not',
      ['cow-provider', '--core', '9.9.9'],
      3,
      'hint: name a version or a tag that it has: latest, next, 1.1.0-next.1, 1.0.0',
    ],
    ['no provider', [], 3, 'MC_PROVIDER_NOT_FOUND'],
    ['a folder without a provider', ['.'], 4, 'holds no provider'],
    ['a repository', ['github:acme/cow'], 2, 'hint: build it and name its folder'],
    ['a page that is JSON', ['cow-provider', '--markdown', '--json'], 2, '--markdown or --json'],
    ['what is no name', ['cow provider'], 2, 'MC_IDENTIFIER_INVALID'],
    ['a provider among the rules', ['--rule', 'MC-P11', 'cow-provider'], 2, 'hint: a rule is called MC-P11'],
  ])('refuses %s', async (_what, words, code, text) => {
    const finished = await world.run(...words);
    expect(`${finished.stdout}${finished.stderr}`).toContain(text);
    expect(finished.code).toBe(code);
  });

  it('says that no registry answers', async () => {
    world.unreachable = true;
    const { code, stderr } = await world.run('cow-provider');
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('error MC_FETCH_FAILED: npm cannot look'),
    });
    expect(stderr).toContain('npm config get registry');
  });

  it('says that the registry has no core', async () => {
    delete world.packages['@mediaconduit/mediaconduit'];
    expect(await world.run('cow-provider')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('MC_SOURCE_NOT_FOUND'),
    });
  });

  it('says so when a core cannot be installed', async () => {
    world.publish('cow-provider').expect('core', { '1.0.0': { npm: { code: 'EBADPLATFORM', summary: 'not here' } } });
    expect(await cellsOf('cow-provider')).toMatchObject([
      { outcome: 'not-installable', isFault: true, problem: { code: 'EBADPLATFORM', message: 'not here' } },
      { outcome: 'passed' },
    ]);
    expect(world.leftovers()).toEqual([]);
  });

  it('says that npm is missing', async () => {
    world.path = join(world.folder.path, 'tmp');
    expect(await world.run('cow-provider')).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/MC_PROGRAM_MISSING: npm cannot be run[^]*hint: install Node\.js with npm/),
    });
  });
});
