import { readdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { codeWith, DESCRIBED_MANIFEST, writeDescribedProvider } from './__fixtures__/described-provider';
import { finish, runCommand, spawnCommand, type Finished } from './__fixtures__/spawn-command';

const BEGIN = '<!-- mediaconduit:begin -->';
const END = '<!-- mediaconduit:end -->';
const README = `# Speaker\n\nBy hand.\n\n${BEGIN}\n${END}\n\nMore by hand.\n`;
const FIXTURES = join(__dirname, '__fixtures__');

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeDescribedProvider(folder);
  await folder.write('README.md', README);
});
afterEach(() => folder[Symbol.asyncDispose]());

const readme = (words: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  runCommand(folder.path, ['readme', ...words], { environment });
const written = (name = 'README.md'): Promise<string> => readFile(join(folder.path, name), 'utf8');
const file = (): string => join(folder.path, 'README.md');

/** The cells of every row of every table, as a reader of Markdown tells them apart. */
function cells(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => row.slice(2, -2).split(/(?<!\\)(?:\\\\)*\|/));
}

describe('mediaconduit readme', () => {
  it('writes what manifest and code say, and leaves the rest alone', async () => {
    expect(await readme()).toEqual({ code: 0, stdout: '', stderr: `wrote ${file()}\n` });
    expect(await written()).toBe(await readFile(join(FIXTURES, 'readme-of-speaker.md'), 'utf8'));
  });

  it('writes the same again, and says so', async () => {
    await readme();
    const first = await written();
    expect(await readme(['.', '--json'])).toMatchObject({ code: 0 });
    expect((await readme()).stderr).toBe(`${file()} is up to date\n`);
    expect(await written()).toBe(first);
  });

  it('writes the same whatever the user has set, and never uses a key', async () => {
    await readme();
    const first = await written();
    const environment = {
      SPEAKER_KEY: 'real-key',
      SPEAKER_SERVICE_URL: 'http://127.0.0.1:9',
      SPEAKER_URL: 'http://127.0.0.1:9',
    };
    expect(await readme(['--check'], environment)).toMatchObject({ code: 0 });
    await folder.write('.env', 'SPEAKER_KEY=real-key\n');
    expect(await readme(['--check'])).toMatchObject({ code: 0 });
    expect(await written()).toBe(first);
  });

  it('takes a folder, and answers JSON', async () => {
    const { code, stdout } = await runCommand(FIXTURES, ['readme', folder.path, '--json'], {
      environment: { MEDIACONDUIT_HOME: join(folder.path, 'home') },
    });
    expect({ code, answer: JSON.parse(stdout) }).toEqual({
      code: 0,
      answer: { provider: 'speaker', file: file(), changed: true },
    });
  });

  it('keeps the line ends of the file, and its name', async () => {
    await rename(file(), join(folder.path, 'Readme.md'));
    await folder.write('Readme.md', README.replaceAll('\n', '\r\n'));
    expect(await readme()).toMatchObject({ code: 0 });
    const text = await written('Readme.md');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.replaceAll('\r\n', '\n')).toBe(await readFile(join(FIXTURES, 'readme-of-speaker.md'), 'utf8'));
    expect(await readme(['--check'])).toMatchObject({ code: 0 });
  });

  it('writes what a link leads to', async () => {
    await folder.write('docs/real.md', README);
    await rename(file(), join(folder.path, 'old.md'));
    await symlink('docs/real.md', file());
    expect(await readme()).toMatchObject({ code: 0 });
    expect(await readlink(file())).toBe('docs/real.md');
    expect(await written('docs/real.md')).toContain('## Reference');
  });

  it('shows options that models share once', async () => {
    await readme();
    const text = await written();
    expect(text).toContain('#### Options of `small` and `large`\n');
    expect(text).toContain('#### Options of `ear`\n');
    expect(text.match(/`speed`/g)).toHaveLength(1);
  });
});

describe('mediaconduit readme --check', () => {
  it('is content with what was written', async () => {
    await readme();
    expect(await readme(['--check'])).toEqual({ code: 0, stdout: '', stderr: `${file()} is up to date\n` });
  });

  it('fails with what differs, and changes nothing', async () => {
    await readme();
    const first = await written();
    await folder.write('MediaConduit.provider.yml', DESCRIBED_MANIFEST.replace('Fast.', 'Very fast.'));
    const { code, stderr } = await readme(['--check']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error MC_README_OUTDATED: .*README\.md is out of date/);
    expect(stderr).toMatch(/^- \| `small` .* Fast\. .*\n\+ \| `small` .* Very fast\. /m);
    expect(stderr).toContain('hint: mediaconduit readme, then commit what it has written\n');
    expect(await written()).toBe(first);
  });

  it('says so in JSON', async () => {
    const { code, stdout } = await readme(['--check', '--json']);
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({
      code: 1,
      answer: {
        error: {
          code: 'MC_README_OUTDATED',
          facts: { file: file(), differences: expect.arrayContaining(['+ ## Reference']) },
        },
      },
    });
  });
});

describe('mediaconduit readme with a file that has no place for it', () => {
  it.each([
    ['no markers', '# Speaker\n', `hint: put these two lines where the section is to stand:\n${BEGIN}\n${END}\n`],
    ['two pairs', `${README}${README}`, 'keep one line'],
    ['markers in the wrong order', `${END}\n${BEGIN}\n`, 'keep one line'],
  ])('refuses %s', async (_what, text, hint) => {
    await folder.write('README.md', text);
    const { code, stderr } = await readme([], { FAIL_AT_LOAD: '1' }); // of the provider nothing is run
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('MC_README_INVALID') });
    expect(stderr).toContain(hint);
    expect(await written()).toBe(text);
  });

  it('says what to put into a README that is missing', async () => {
    await rename(file(), join(folder.path, 'other.md'));
    const { code, stderr } = await readme();
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('has no README.md') });
    expect(stderr).toContain(`${BEGIN}\n${END}\n`);
    expect(await readdir(folder.path)).not.toContain('README.md');
  });

  it('refuses a folder without a provider', async () => {
    await folder.write('else/README.md', '# Else\n');
    const { code, stderr } = await readme(['else']);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringContaining('holds no MediaConduit.provider.yml'),
    });
  });
});

describe('mediaconduit readme that cannot come to its end', () => {
  it('leaves the file alone when the provider cannot be loaded', async () => {
    const { code, stderr } = await readme([], { FAIL_AT_LOAD: '1' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('broken today');
    expect(await written()).toBe(README);
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('leaves the file alone when it is cancelled', async () => {
    const child = spawnCommand(folder.path, ['readme'], { HANG_IN_MODEL: join(folder.path, 'asked') });
    const ended = finish(child);
    await eventually(async () => expect(await readdir(folder.path)).toContain('asked'));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(await written()).toBe(README);
  });
});

describe('mediaconduit readme of a hostile package', () => {
  const EVIL = `a | b \`c\` <script>x</script> ${END} [l](javascript:x) \u001b[2J\u202e`;
  const asYaml = JSON.stringify(`${EVIL}\n\n${END}\n\`\`\`\n## Owned\n| x |\n`);

  it('shows what is said and lets nothing of it act', async () => {
    const manifest = DESCRIBED_MANIFEST.replace('name: Speaker', `name: ${asYaml}`)
      .replace('description: Reads texts aloud', `description: ${asYaml}`)
      .replace('id: small', 'id: "it\'s $(rm -rf) `x` | <b>\\n```"')
      .replace('Key of the voices', asYaml);
    await folder.write('MediaConduit.provider.yml', manifest);
    const texts = JSON.stringify({
      properties: {
        '`|\n': { description: `*/ ${EVIL}\n${END}\n`, enum: ['a|b', 'a\\|b', '`', "'\n", END], default: '|' },
      },
    });
    await folder.write('index.js', codeWith(texts));
    expect(await readme()).toMatchObject({ code: 0 });
    const text = await written();
    expect(await readme(['--check'])).toMatchObject({ code: 0 }); // its end was found

    const [, section = ''] = text.split(/<!-- mediaconduit:(?:begin|end) -->\n/);
    const blocks = section.split(/^```\w*$/m);
    expect(blocks.length % 2).toBe(1); // every block of code is closed
    const prose = blocks.filter((_, index) => index % 2 === 0).join('\n');
    expect(prose).not.toMatch(/^## Owned/m);
    // eslint-disable-next-line no-control-regex -- what acts on a terminal
    expect(section).not.toMatch(/[\0-\x08\x0b-\x1f\u202e]/);
    const withoutCode = prose.replace(/(`+)(?!`).+?(?<!`)\1(?!`)/g, '');
    const own = /<!-- [\w "-]+[^<]*-->|<\/?(?:code|details|summary)>/g;
    expect(withoutCode.replace(own, '').match(/(?<!\\)[<[]/g)).toBeNull();
    expect(new Set(cells(prose).map((row) => row.length)).size).toBeLessThan(5);
    for (const table of prose.split('\n\n').filter((part) => part.startsWith('|')))
      expect(new Set(cells(table).map((row) => row.length)).size).toBe(1);
  });
});

describe('mediaconduit readme of other kinds of providers', () => {
  it('describes one whose models only its API knows', async () => {
    await folder.write(
      'MediaConduit.provider.yml',
      `contract: 1
id: far
name: Far
type: remote
capabilities: [text-to-image]
dynamicModels: true
defaultBaseUrl: https://api.example.com/v1
main: index.js
`,
    );
    await folder.write('package.json', JSON.stringify({ name: 'far', private: true, repository: 'acme/far' }));
    expect(await readme()).toMatchObject({ code: 0 });
    const text = await written();
    expect(text).toContain(
      'with the id `far`; it calls an API, at `https://api.example.com/v1` unless you say otherwise.',
    );
    expect(text).toContain('npx mediaconduit add github:acme/far\n');
    expect(text).toContain(
      'Which models there are is known to its API: `npx mediaconduit models far --refresh` lists them.',
    );
    expect(text).toContain("conduit.model('far:name-of-a-model', { capability: 'text-to-image' })");
    expect(text).toContain(
      'run far:name-of-a-model --capability text-to-image "A lighthouse in the fog" --out image.png',
    );
    expect(text).not.toContain('### Options');
    expect(text).not.toContain('### Service');
  });

  it('describes one that was written for the original core, and starts nothing of it', async () => {
    await folder.write('MediaConduit.provider.yml', DESCRIBED_MANIFEST.replace('contract: 1\n', ''));
    await folder.write('service/app/__main__.py', "open('started', 'w')");
    const { code, stderr } = await readme();
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('wrote') });
    expect(await written()).toContain('Written for the original core of MediaConduit, and loaded as it is');
    expect(await readdir(join(folder.path, 'service'))).not.toContain('started');
  });

  it('says what is done about a compose file that is refused', async () => {
    await folder.write('service/compose.yml', 'services:\n  speaker: { image: a, privileged: true }\n');
    expect(await readme()).toMatchObject({ code: 0 });
    expect(await written()).toContain('when you trust it: `npx mediaconduit trust speaker-service`');
  });
});
