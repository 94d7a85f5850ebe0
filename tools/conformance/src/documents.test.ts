import { execFileSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';
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
    const named = matches(text, /`?\bnpm run ([a-z][a-z:-]*)/g);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
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

describe('docs/parity.md', () => {
  const rows = readText('docs/parity.md')
    .split('\n')
    .filter((line) => /^\| [SP]\d*-\d+/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has rows, each once', () => {
    const keys = rows.map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names a test file that exists in every row that is not open', () => {
    const done = rows.filter(([, , , , state]) => state !== 'open');
    const broken = done.filter(([, , , place = '']) => {
      const files = matches(place, /`([^`]+)`/g);
      return files.length === 0 || !files.every(isPresent);
    });
    expect(broken.map(([, key]) => key)).toEqual([]);
  });
});
