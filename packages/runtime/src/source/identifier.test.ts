import { isMediaConduitError } from '@mediaconduit/sdk';
import fc from 'fast-check';
import { hostileIdentifiers } from './__fixtures__/hostile-identifiers';
import { parseIdentifier } from './identifier';

const BASE = '/projects/app';

describe('parseIdentifier', () => {
  it.each([
    ['cowsay', 'name', 'cowsay'],
    ['cowsay-docker-provider', 'name', 'cowsay-docker-provider'],
    ['Kokoro', 'name', 'Kokoro'],
    ['@mediaconduit/cowsay-provider', 'npm', 'npm:@mediaconduit/cowsay-provider'],
    ['npm:@mediaconduit/cowsay-provider', 'npm', 'npm:@mediaconduit/cowsay-provider'],
    ['npm:cowsay-provider', 'npm', 'npm:cowsay-provider'],
    ['cowsay-provider@1.2.3', 'npm', 'npm:cowsay-provider@1.2.3'],
    ['npm:cowsay-provider@latest', 'npm', 'npm:cowsay-provider@latest'],
    ['@scope/pkg@^1.0.0', 'npm', 'npm:@scope/pkg@^1.0.0'],
    ['@scope/pkg@>=1.2 <2 || 3.x', 'npm', 'npm:@scope/pkg@>=1.2 <2 || 3.x'],
    ['@scope/pkg@1.0.0 - 2.0.0', 'npm', 'npm:@scope/pkg@1.0.0 - 2.0.0'],
    ['@scope/pkg@1.0.0-beta.1+build', 'npm', 'npm:@scope/pkg@1.0.0-beta.1+build'],
    ['github:owner/repository', 'git', 'github:owner/repository'],
    ['github:Owner/Repository', 'git', 'github:owner/repository'],
    ['github:owner/repository.git', 'git', 'github:owner/repository'],
    ['https://github.com/owner/repository', 'git', 'github:owner/repository'],
    ['https://github.com/owner/repository/', 'git', 'github:owner/repository'],
    ['https://www.github.com/owner/repository.git', 'git', 'github:owner/repository'],
    ['github:owner/repository@main', 'git', 'github:owner/repository@main'],
    ['github:owner/repository#main', 'git', 'github:owner/repository@main'],
    ['https://github.com/owner/repository@main', 'git', 'github:owner/repository@main'],
    ['https://github.com/owner/repository.git#main', 'git', 'github:owner/repository@main'],
    ['https://github.com/owner/repository/tree/main', 'git', 'github:owner/repository@main'],
    ['github:owner/repository@feature/cows', 'git', 'github:owner/repository@feature/cows'],
    ['https://git.example.org/group/x.git', 'git', 'git+https://git.example.org/group/x.git'],
    ['https://git.example.org:8443/x.git@v1', 'git', 'git+https://git.example.org:8443/x.git@v1'],
    ['https://git.example.org/x.git#v1', 'git', 'git+https://git.example.org/x.git@v1'],
    ['./cow', 'folder', 'file:/projects/app/cow'],
    ['./cow/', 'folder', 'file:/projects/app/cow'],
    ['../app/cow', 'folder', 'file:/projects/app/cow'],
    ['file:cow', 'folder', 'file:/projects/app/cow'],
    ['file:./cow', 'folder', 'file:/projects/app/cow'],
    ['file:/projects/app/cow', 'folder', 'file:/projects/app/cow'],
    ['file:///projects/app/cow', 'folder', 'file:/projects/app/cow'],
    ['file:///projects/app/a%20cow', 'folder', 'file:/projects/app/a cow'],
    ['/projects/app/cow', 'folder', 'file:/projects/app/cow'],
    ['.', 'folder', 'file:/projects/app'],
    ['..', 'folder', 'file:/projects'],
    ['http://localhost:8080', 'address', 'http://localhost:8080'],
    ['http://localhost:8080/', 'address', 'http://localhost:8080'],
    ['https://example.org/v1', 'address', 'https://example.org/v1'],
    ['http://[::1]:8080', 'address', 'http://[::1]:8080'],
  ])('reads %s as %s', (text, kind, canonical) => {
    expect(parseIdentifier(text, BASE)).toMatchObject({ kind, canonical });
  });

  it('keeps owner, repository and ref of a repository apart', () => {
    expect(parseIdentifier('https://github.com/Owner/Cow.js/tree/v1.0', BASE)).toMatchObject({
      url: 'https://github.com/Owner/Cow.js.git',
      ref: 'v1.0',
    });
    expect(parseIdentifier('github:o/r', BASE)).not.toHaveProperty('ref', expect.anything());
  });

  it.each(['github:', 'https://github.com/'])(
    'takes owners of 39 and repositories of 100 characters after %s',
    (start) => {
      const [owner, name] = ['o'.repeat(39), 'r'.repeat(100)];
      expect(parseIdentifier(`${start}${owner}/${name}.git`, BASE).canonical).toBe(`github:${owner}/${name}`);
      for (const longer of [`${owner}o/${name}`, `${owner}/${name}r`]) {
        expect(() => parseIdentifier(start + longer, BASE)).toThrow(
          expect.objectContaining({ code: 'MC_IDENTIFIER_INVALID' }),
        );
      }
    },
  );

  it('keeps name and range of a package apart', () => {
    expect(parseIdentifier('@scope/pkg@^1.0.0', BASE)).toMatchObject({ name: '@scope/pkg', range: '^1.0.0' });
    expect(parseIdentifier('npm:pkg', BASE)).toMatchObject({ name: 'pkg', range: '*' });
  });

  it.each(hostileIdentifiers().map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    'refuses %s',
    (_shown, text) => {
      expect(() => parseIdentifier(text, BASE)).toThrow(expect.objectContaining({ code: 'MC_IDENTIFIER_INVALID' }));
    },
  );

  it('says which forms there are, and shows no more than the beginning of what it was given', () => {
    expect(() => parseIdentifier(`!${'x'.repeat(10_000)}`, BASE)).toThrow(
      expect.objectContaining({
        hint: expect.stringContaining('github:owner/repository@ref'),
        facts: { identifier: `!${'x'.repeat(199)}` },
      }),
    );
  });

  it('answers or refuses any text, and throws nothing else', () => {
    const glue = fc.constantFrom(
      'github:',
      'https://github.com/',
      'file:',
      'npm:',
      '@',
      '/',
      '.git',
      '#',
      '-',
      '..',
      '\0',
    );
    const text = fc
      .array(fc.oneof(glue, fc.string({ unit: 'binary' }), fc.string()), { maxLength: 6 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (spelling) => {
        try {
          expect(parseIdentifier(spelling, BASE).canonical).not.toContain('\0');
        } catch (error) {
          expect(isMediaConduitError(error, 'MC_IDENTIFIER_INVALID')).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('hands out no name, range, ref or URL that a program could take for an option', () => {
    const characters = fc.string({ unit: fc.constantFrom(...'-aZ0@/:.#~^ |=;$`\n'), maxLength: 24 });
    const prefix = fc.constantFrom('', 'npm:', 'github:o/r@', 'github:', 'https://h/x.git@', '@s/');
    fc.assert(
      fc.property(prefix, characters, (start, rest) => {
        try {
          const found = parseIdentifier(start + rest, BASE);
          const operands = [
            found.kind === 'git' ? [found.url, found.ref] : found.kind === 'npm' ? [found.name, found.range] : [],
          ];
          for (const operand of operands.flat()) expect(operand ?? '').not.toMatch(/^-|[;$`\n\0]/);
        } catch (error) {
          expect(isMediaConduitError(error, 'MC_IDENTIFIER_INVALID')).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
