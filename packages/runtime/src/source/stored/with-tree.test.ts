import type { LockedPackage } from '../../lock-file/locked-package';
import { withTree } from './with-tree';

const entryOf = (version: string): LockedPackage => ({
  provider: 'cow',
  resolution: { canonical: `npm:cow@${version}`, resolved: 'https://registry/cow.tgz', version },
  trees: { any: 't1-0' },
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
});

describe('withTree', () => {
  it('adds a platform, and leaves what else was changed meanwhile', () => {
    const now = { ...entryOf('1.0.0'), isolation: 'process' as const };
    expect(withTree(now, entryOf('1.0.0'), { linux: 't1-1' })).toEqual({
      ...now,
      trees: { any: 't1-0', linux: 't1-1' },
    });
  });

  it('adds nothing to what is another version by now', () => {
    expect(withTree(entryOf('2.0.0'), entryOf('1.0.0'), { linux: 't1-1' })).toEqual(entryOf('2.0.0'));
  });
});
