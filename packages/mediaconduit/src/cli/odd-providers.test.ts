import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { writeOddProviders } from './__fixtures__/odd-providers';
import { runCommand, type Finished } from './__fixtures__/spawn-command';

jest.setTimeout(60_000); // every case is a program of its own

/** What it wrote to stderr besides. */
const fine = (stdout: string, stderr: RegExp = /^answer/): object => ({
  ...{ code: 0, stdout, stderr: expect.stringMatching(stderr) as string },
});
const failed = (code: number, stderr: RegExp): object => ({
  ...{ code, stdout: '', stderr: expect.stringMatching(stderr) as string },
});

describe('providers that behave as they should not', () => {
  let project: TemporaryFolder;
  const run = (name: string, ...flags: readonly string[]): Promise<Finished> =>
    runCommand(project.path, ['run', `./${name}`, '--model', 'm', 'hello', ...flags]);

  beforeAll(async () => {
    project = await temporaryFolder();
    await project.write('package.json', '{}');
    writeOddProviders(project.path);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it.each([
    [
      'exits-at-import',
      failed(
        1,
        /^error MC_PROVIDER_FAILED: The code of a provider ended the whole program\.\nhint: it calls process\.exit/,
      ),
    ],
    ['exits-when-asked', failed(1, /^error MC_PROVIDER_FAILED: The code of a provider ended/)],
    [
      'throws-a-text',
      failed(1, /^error MC_PROVIDER_LOAD_FAILED: .*"throws-a-text" failed while loading: just a text\nhint: /),
    ],
    [
      'throws-a-text-when-asked',
      failed(1, /^error MC_PROVIDER_FAILED: Provider "odd" did not give the model "m": not today\n/),
    ],
    ['throws-in-a-call', failed(1, /^error MC_PROVIDER_FAILED: The model "m" failed: too tired\nhint: /)],
    ['never-settles', failed(1, /^error MC_PROVIDER_FAILED: The work stopped half-way/)],
    ['throws-aside', failed(1, /^error MC_PROVIDER_FAILED: Something failed where nobody catches it: stray\n/)],
    [
      'takes-what-is-not-there',
      failed(
        1,
        /index\.js takes NoBase from @mediaconduit\/mediaconduit, which MediaConduit \d[^ ]* does not have .*\nhint: update MediaConduit/,
      ),
    ],
    ['prints', fine('plain\n')],
    ['starts-things', fine('began\n')],
    ['rejects-aside', fine('fine\n')],
  ])('one that %s neither hangs nor looks like something else', async (name, expected) => {
    await expect(run(name)).resolves.toEqual(expected);
  });

  it('show what they print with --verbose only, and never among the data', async () => {
    const { stdout, stderr } = await run('prints', '--verbose');
    expect([stdout, stderr]).toEqual(['plain\n', expect.stringMatching(/loading\n[^]*calling\nnow\n/)]);
    const { stdout: json } = await run('prints', '--json');
    expect(JSON.parse(json)).toMatchObject({ content: 'plain', provider: './prints', model: 'm' });
    expect((await run('rejects-aside', '--verbose')).stderr).toContain('nobody waits for it: no network');
  });

  it('say it as JSON, too, when they end the program', async () => {
    const { code, stdout } = await run('exits-at-import', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'MC_PROVIDER_FAILED' } }]);
  });
});
