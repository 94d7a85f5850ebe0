import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { filesBelow, isPresent, publishedPackages, readPackageManifest, readText, WORKSPACE } from './workspace';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
  ...[...publishedPackages('packages'), ...publishedPackages('services')].map(({ folder }) => `${folder}/README.md`),
].filter(isPresent);

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe.each(documents)('%s', (path) => {
  const text = readText(path);

  it('links to files that exist', () => {
    const targets = matches(text, /\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g);
    expect(targets.filter((target) => !isPresent(normalize(join(dirname(path), target))))).toEqual([]);
  });

  it('names scripts of the workspace that exist', () => {
    const scripts = readPackageManifest('.').scripts ?? {};
    const named = matches(text, /`?\bnpm run ([a-z][a-z0-9:-]*)/g);
    // a page about a package of one's own names the scripts of that one; running the page shows that they exist
    const own = path === 'docs/providers/ten-minutes.md' ? ['conformance', 'dev', 'readme'] : [];
    expect(named.filter((name) => !own.includes(name) && !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('npx mediaconduit', () => {
  // the package is called otherwise: where it is not installed, npx would fetch whatever has the name of the command
  const INSTALLED = /npm install (--save-dev )?@mediaconduit\/mediaconduit\b/;
  const sources = [...publishedPackages('packages'), ...publishedPackages('services')]
    .flatMap(({ folder }) => filesBelow(folder))
    .filter((path) => /(?<!\.test)\.(ts|cjs|mjs|yml)$/.test(path));
  const texts = [...documents, ...filesBelow('.github'), ...sources];

  it('stands only where the package has been installed before', () => {
    const parts = (path: string): string[] => readText(path).split('npx mediaconduit');
    const wrong = texts.filter((path) => parts(path).length > 1 && !INSTALLED.test(parts(path)[0] ?? ''));
    expect(wrong).toEqual([]);
  });
});

describe('README.md', () => {
  it('gives the two commands', () => {
    expect(readText('README.md')).toMatch(/^npm start/m);
    expect(readText('README.md')).toMatch(/^npm test/m);
  });
});

describe('docs/errors.md', () => {
  it('lists exactly the codes there are; `npm run docs:errors` writes it', () => {
    const written = execFileSync(process.execPath, ['tools/docs/write-errors.mjs', '--print'], {
      cwd: WORKSPACE,
      encoding: 'utf8',
    });
    expect(readText('docs/errors.md')).toBe(written);
  });
});

describe('README.md of a provider', () => {
  const folders = publishedPackages('packages').map(({ folder }) => folder);
  const command = join('packages', 'mediaconduit', 'bin', 'mediaconduit.js');

  it.each(folders.filter((folder) => isPresent(`${folder}/MediaConduit.provider.yml`)))(
    'of %s says what its code says; `npm run docs:readmes` writes it',
    async (folder) => {
      await using home = await temporaryFolder();
      const { status, stderr } = spawnSync(process.execPath, [command, 'readme', folder, '--check'], {
        ...{ cwd: WORKSPACE, encoding: 'utf8', env: { ...process.env, MEDIACONDUIT_HOME: home.path } },
      });
      expect({ status, stderr }).toMatchObject({ status: 0 });
    },
  );
});

describe('docs/providers/rules', () => {
  it('has exactly the pages that the rules make; `npm run docs:rules` writes them', () => {
    const printed = execFileSync(process.execPath, ['tools/docs/write-rules.mjs', '--print'], {
      cwd: WORKSPACE,
      encoding: 'utf8',
    });
    const folder = 'docs/providers/rules';
    const written = filesBelow(folder).map((path) => [path.slice(folder.length + 1), readText(path)]);
    expect(Object.fromEntries(written)).toEqual(JSON.parse(printed));
  });
});

describe('docs/parity.md', () => {
  const text = readText('docs/parity.md');
  const rows = text
    .split('\n')
    .filter((line) => /^\| [FPS]\d*-\d+/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, key = '', , place = '', state = '']) => ({ key, places: matches(place, /`([^`]+)`/g), state }));
  const keysWhere = (state: string): string[] => rows.filter((row) => row.state === state).map(({ key }) => key);

  it('has rows, each once, that are open or proved', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    expect(rows.filter(({ state }) => !['open', 'proved'].includes(state))).toEqual([]);
  });

  it('names only what exists', () => {
    const named = rows.flatMap(({ key, places }) => places.map((place) => ({ key, place })));
    expect(named.filter(({ place }) => !isPresent(place))).toEqual([]);
    expect(rows.filter(({ places }) => places.length === 0)).toEqual([]);
  });

  it('names test files in every row that is proved', () => {
    const proved = rows.filter(({ state }) => state === 'proved');
    const others = proved.filter(({ places }) => !places.every((place) => /\.test(-d)?\.(ts|mjs)$/.test(place)));
    expect(others).toEqual([]);
  });

  it('says how many rows are proved', () => {
    expect(text).toContain(`${keysWhere('proved').length} of ${rows.length} rows`);
  });

  it('says what is missing for every row that is open, and for no other', () => {
    expect(matches(text, /^- ([FPS]\d*-\d+): \S/gm)).toEqual(keysWhere('open'));
  });
});
