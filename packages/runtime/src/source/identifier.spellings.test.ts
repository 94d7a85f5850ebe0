import { parseIdentifier } from './identifier';

const BASE = '/projects/app';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const canonicalOf = (text: string): string => parseIdentifier(text, BASE).canonical;

describe('spellings of one thing', () => {
  it.each([
    [
      'github:owner/repository',
      ['github:Owner/Repository', 'GitHub:owner/repository', 'github:owner/repository/', 'github:owner/repository.git'],
    ],
    [
      'github:owner/repository',
      [
        'https://github.com/owner/repository',
        'HTTPS://GitHub.com/Owner/Repository/',
        'https://www.github.com/owner/repository.git/',
        'https://github.com:443/owner/repository',
        'git+https://github.com/owner/repository.git',
        'github:owner/repository@HEAD',
      ],
    ],
    [
      'github:owner/repository@v1',
      [
        'github:owner/repository#v1',
        'github:owner/repository.git#v1',
        'git+https://github.com/owner/repository.git#v1',
        'https://github.com/owner/repository/tree/v1',
        'https://github.com/owner/repository/tree/v1/',
        'https://github.com/owner/repository/releases/tag/v1',
      ],
    ],
    [
      'github:owner/repository@@scope/cow@1.0.0',
      [
        'github:owner/repository#@scope/cow@1.0.0',
        'https://github.com/owner/repository/tree/@scope/cow@1.0.0',
        'https://github.com/owner/repository/releases/tag/%40scope%2Fcow%401.0.0',
        'https://github.com/owner/repository.git@@scope/cow@1.0.0',
      ],
    ],
    ['github:owner/repository@cow@1.0.0', ['https://github.com/owner/repository/tree/cow@1.0.0']],
    ['github:owner/repository@fix/#12', ['https://github.com/owner/repository/tree/fix/%2312']],
    [
      `github:owner/repository#${COMMIT}`,
      [
        `github:owner/repository@${COMMIT}`,
        `github:owner/repository#${COMMIT.toUpperCase()}`,
        `https://github.com/owner/repository/commit/${COMMIT}`,
      ],
    ],
    [
      'git+https://git.example.org/Group/x.git@v1',
      [
        'https://git.example.org/Group/x.git#v1',
        'https://GIT.example.org:443/Group/x.git/@v1',
        'git+https://git.example.org/Group/x@v1',
        'git+https://git.example.org/Group/x/#v1',
      ],
    ],
    ['git+https://gitlab.com/group/x.git', ['https://gitlab.com/Group/X.git', 'git+https://gitlab.com/group/x']],
    [
      'npm:@scope/pkg@1.0.0',
      ['@scope/pkg@1.0.0', '@Scope/Pkg@1.0.0', 'npm:@scope/pkg@v1.0.0', '@scope/pkg@=1.0.0', '@scope/pkg@= v1.0.0'],
    ],
    ['npm:@scope/pkg', ['@scope/pkg', 'npm:@scope/pkg@*', '@scope/pkg@*']],
    ['npm:pkg@>=1 <2', ['pkg@>=1  <2']],
    [
      'file:/projects/app/a cow',
      [
        './a cow',
        './a cow///',
        './b/../a cow',
        'file:a cow',
        'file:./a cow/',
        'file:///projects/app/a%20cow',
        'file://localhost/projects/app/a%20cow/',
        'file:///projects/app/./b/../a%20cow',
        '/projects//app/a cow',
      ],
    ],
    ['http://localhost:8080/Api', ['HTTP://LOCALHOST:8080/Api/']],
    ['http://localhost', ['http://localhost:80', 'http://localhost:80/']],
    ['https://example.org/v1', ['https://EXAMPLE.org:443/v1/']],
  ])('are %s', (canonical, spellings) => {
    expect([canonical, ...spellings].map(canonicalOf)).toEqual([canonical, ...spellings].map(() => canonical));
  });

  it('keeps what is not the same apart', () => {
    const all = [
      'github:a-b/c',
      'github:a/b-c',
      'github:a/b@c',
      'github:a/b@C',
      'github:a/b@refs/tags/c',
      'git+https://git.example.org/X.git',
      'git+https://git.example.org/x.git',
      'git+https://git.example.org:8443/x.git',
      'npm:a@1',
      'npm:a@1.0.0',
      'a',
    ];
    expect(new Set(all.map(canonicalOf)).size).toBe(all.length);
  });

  it('fetches a repository from where it was written', () => {
    expect(parseIdentifier('git+https://git.example.org/x', BASE)).toMatchObject({ url: 'https://git.example.org/x' });
  });
});

describe('an identifier that is refused', () => {
  it.each([
    ['http://github.com/owner/repository', 'use github:owner/repository'],
    ['http://www.github.com/owner/repository.git', 'use github:owner/repository'],
    ['git://github.com/owner/repository.git', 'use github:owner/repository'],
    ['ssh://git@github.com/owner/repository.git', 'use github:owner/repository'],
    ['git+ssh://git@github.com/owner/repository.git#v1', 'use github:owner/repository@v1'],
    ['git@github.com:owner/repository.git#v1', 'use github:owner/repository@v1'],
    ['http://github.com/owner/repository/tree/main', 'use github:owner/repository@main'],
    ['ssh://git@gitlab.com/owner/repository.git', 'leave them out'],
    ['git@github.com:owner/repository.git', 'use github:owner/repository'],
    ['github.com/owner/repository', 'use github:owner/repository'],
    ['git@gitlab.com:owner/repository.git', 'git+https://host/path'],
    ['ssh://gitlab.com/owner/repository', 'git+https://host/path'],
    ['git+ssh://gitlab.com/owner/repository', 'git+https://host/path'],
    ['http://git.example.org/x.git', 'use the same URL with https'],
    ['owner/repository', 'use github:owner/repository or ./owner/repository'],
    ['https://github.com/owner', 'use github:owner/repository or its https URL'],
    ['https://github.com./owner/repository', 'use an installed id'],
    ['github:owner/repository@main lock', 'with @ref for a branch, tag or commit'],
    ['https://github.com/owner/repository/tree/%2e%2e%2fx', 'with @ref for a branch, tag or commit'],
    ['https://github.com/owner/repository/tree/%zz', 'with @ref for a branch, tag or commit'],
    ['https://github.com/owner/repository/tree/x%0atouch', 'with @ref for a branch, tag or commit'],
    ['https://user:secret@git.example.org/x.git', 'MEDIACONDUIT_GIT_CREDENTIALS=helper'],
  ])('says what works instead of %s', (text, hint) => {
    expect(() => parseIdentifier(text, BASE)).toThrow(
      expect.objectContaining({ code: 'MC_IDENTIFIER_INVALID', hint: expect.stringContaining(hint) }),
    );
  });

  it('does not show what may be a secret, nor characters that act on a terminal', () => {
    const errorOf = (text: string): string => {
      try {
        return parseIdentifier(text, BASE).canonical;
      } catch (error) {
        return `${String(error)} ${JSON.stringify(error)}`;
      }
    };
    expect(errorOf('https://user:secret@git.example.org/x.git')).not.toContain('secret');
    expect(errorOf('https://token@github.com/owner/repository')).not.toContain('token');
    expect(() => parseIdentifier('a\u001b[2Jb \u202e', BASE)).toThrow('"a\\x1b[2Jb \\u202e" is not');
  });
});
