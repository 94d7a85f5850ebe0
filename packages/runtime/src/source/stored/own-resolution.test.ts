import { parseIdentifier } from '../identifier';
import { isFetchable } from './fetchable-identifier';
import { isOwnResolution } from './own-resolution';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('isOwnResolution', () => {
  const npm = { canonical: 'npm:@acme/cow@1.2.0', resolved: 'https://registry/cow.tgz', version: '1.2.0' };
  const git = { canonical: `github:o/cow#${COMMIT}`, resolved: 'https://github.com/o/cow.git', commit: COMMIT };

  it.each([
    ['npm:@acme/cow', npm, true],
    ['npm:@acme/cow@^1', npm, true],
    ['npm:@acme/cow@1.2.0', npm, true],
    ['npm:@acme/cow@1.3.0', npm, false],
    ['npm:cow', npm, false],
    ['npm:@acme/cow', { ...npm, version: '1.3.0' }, false],
    ['npm:@acme/cow', git, false],
    ['github:o/cow', git, true],
    ['github:o/cow@v1', git, true],
    [`github:o/cow#${COMMIT}`, git, true],
    [`github:o/cow#${COMMIT.replace('0', '1')}`, git, false],
    ['github:o/ox@v1', git, false],
    ['https://git.example.org/o/cow.git', git, false],
    ['github:o/cow', { ...git, commit: COMMIT.replace('0', '1') }, false],
  ])('%s may hold %j: %s', (text, resolution, expected) => {
    const identifier = parseIdentifier(text, '/');
    if (!isFetchable(identifier)) throw new TypeError(`${text} can be fetched`);
    expect(isOwnResolution(identifier, resolution)).toBe(expected);
  });
});
