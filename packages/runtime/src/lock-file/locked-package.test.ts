import { isLockedPackage } from './locked-package';

const ENTRY = {
  provider: 'cow',
  resolution: { canonical: 'npm:cow@1.0.0', resolved: 'https://registry/cow.tgz', version: '1.0.0' },
  trees: { any: 't1-0' },
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
};

describe('isLockedPackage', () => {
  it('takes a whole entry', () => expect(isLockedPackage(ENTRY)).toBe(true));

  it.each([
    ['no object', 7],
    ['a list', []],
    ['no trees', { ...ENTRY, trees: null }],
    ['a list of trees', { ...ENTRY, trees: [] }],
    ['a tree without a hash', { ...ENTRY, trees: { any: '' } }],
    ['an id that is no text', { ...ENTRY, provider: 5 }],
    ['the id of a service that is no text', { ...ENTRY, service: {} }],
    ['a commit that is no text', { ...ENTRY, resolution: { ...ENTRY.resolution, commit: 5 } }],
    ['no declaration', { ...ENTRY, declared: null }],
  ])('refuses %s', (_what, value) => expect(isLockedPackage(value)).toBe(false));
});
