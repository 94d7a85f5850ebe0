import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import fc from 'fast-check';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createRuntime } from '../../create-runtime';
import { hostileIdentifiers } from '../__fixtures__/hostile-identifiers';
import { parseIdentifier, type Identifier } from '../identifier';
import { fetchWorld } from './__fixtures__/fetch-world';

const GENERATED = 10_000;
/** How many of the generated texts that are identifiers of repositories are really looked up. */
const LOOKED_UP = process.env['TORTURE'] ? 200 : 5;

describe('hostile identifiers', () => {
  let folder: TemporaryFolder;
  let environment: NodeJS.ProcessEnv;
  beforeEach(async () => {
    folder = await temporaryFolder();
    const script = `#!/bin/sh\nprintf '%s\\n' "$0" "$@" -end- >> ${folder.path}/calls\nexit 1\n`;
    for (const name of ['git', 'npm', 'node', 'sh']) await chmod(await folder.write(`bin/${name}`, script), 0o755);
    environment = { PATH: path.join(folder.path, 'bin'), MEDIACONDUIT_HOME: path.join(folder.path, 'home') };
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const calls = async (): Promise<string[]> => {
    const text = await readFile(path.join(folder.path, 'calls'), 'utf8').catch(() => '');
    return text.split('-end-\n').filter(Boolean);
  };

  it('start no program', async () => {
    const runtime = createRuntime({ projectFolder: folder.path, environment });
    const hostile = hostileIdentifiers();
    expect(hostile.length).toBeGreaterThanOrEqual(60);
    for (const text of hostile) {
      const startedAt = performance.now();
      await expect(runtime.providers.getProvider(text)).rejects.toMatchObject({ code: 'MC_IDENTIFIER_INVALID' });
      await expect(runtime.services.getService(text)).rejects.toMatchObject({ code: 'MC_IDENTIFIER_INVALID' });
      expect(performance.now() - startedAt).toBeLessThan(1000);
    }
    await expect(calls()).resolves.toEqual([]);
    await runtime.close();
  });

  it('that are made up are refused, or reach git as single words behind `--`', async () => {
    const seed = Number(process.env['SEED']) || Date.now() % 1_000_000;
    const found = fc.sample(spelling(folder.path), { numRuns: GENERATED, seed }).flatMap(repositoryOf);
    await using world = await fetchWorld();
    for (const identifier of found.slice(0, LOOKED_UP)) {
      const fetcher = world.fetcher({ environment, mirrors: {} });
      const looking = fetcher.resolve(identifier, { signal: AbortSignal.timeout(60_000) });
      await expect(looking).rejects.toMatchObject({ code: expect.stringMatching(/^MC_(?:FETCH|SOURCE)_/) });
    }
    const made = await calls();
    expect({ seed, programs: made.filter((call) => !/^\S*\/git\n/.test(call)) }).toEqual({ seed, programs: [] });
    expect({ seed, count: made.length }).toEqual({ seed, count: Math.min(found.length, LOOKED_UP) });
    for (const call of made) {
      expect(call).toMatch(
        /\n--\nhttps:\/\/[\w.:/~-]+\n(?:(?:HEAD|refs\/[\w./@+#{}^-]+)\n)+$|\n--\nhttps:\/\/[\w.:/~-]+\n[0-9a-f]{40,64}\n$/,
      );
    }
    expect(await readFile(path.join(folder.path, 'canary')).catch(() => 'none')).toBe('none');
  }, 300_000);
});

/** Pieces of identifiers and of attacks, in any order. */
function spelling(folder: string): fc.Arbitrary<string> {
  const start = fc.constantFrom(
    'github:o/r@',
    'github:',
    'https://github.com/o/r',
    'https://h.example/x.git@',
    '',
    'git+https://h.example/x#',
  );
  const piece = fc.constantFrom(
    ...[
      'main',
      'v1',
      '/',
      '.',
      '..',
      '@',
      '#',
      '-',
      '--upload-pack=',
      `touch ${folder}/canary`,
      ';',
      '|',
      '$(',
      ')',
      '`',
    ],
    ...[
      '\n',
      '\r',
      '\0',
      ' ',
      '%0a',
      '%2e',
      '{',
      '}',
      '~',
      '^',
      ':',
      '*',
      '?',
      '[',
      '\\',
      '.git',
      '.lock',
      'refs/',
      'HEAD',
    ],
    ...[
      '\u2010',
      '\u202e',
      'é',
      '+',
      '=',
      '/tree/',
      'ext::sh',
      '-oProxyCommand=',
      '0123456789abcdef0123456789abcdef01234567',
    ],
  );
  return fc.tuple(start, fc.array(piece, { maxLength: 5 })).map(([first, rest]) => first + rest.join(''));
}

function repositoryOf(text: string): Identifier[] {
  try {
    const identifier = parseIdentifier(text, '/');
    return identifier.kind === 'git' ? [identifier] : [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'MC_IDENTIFIER_INVALID' });
    return [];
  }
}
