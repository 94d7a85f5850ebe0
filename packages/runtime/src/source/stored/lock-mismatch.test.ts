import type { LockedPackage } from '../../lock-file/locked-package';
import { requireSameRelease } from './lock-mismatch';

const entryWith = (integrity: string): LockedPackage => ({
  resolution: { canonical: 'npm:cow@1.0.0', resolved: 'https://registry/cow.tgz', version: '1.0.0', integrity },
  trees: {},
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
});

describe('requireSameRelease', () => {
  const entry = entryWith('sha512-AA==');
  const said =
    (integrity?: string): (() => void) =>
    () =>
      requireSameRelease('npm:cow', entry, { ...entry.resolution, integrity });

  it.each([['the same'], ['another kind of'], ['no']].map(([what], at) => [what, ['sha512-AA==', 'sha1-BB=='][at]]))(
    'takes %s hash',
    (_what, integrity) => expect(said(integrity)).not.toThrow(),
  );

  it('refuses another hash of the same kind', () => {
    expect(said('sha512-BB==')).toThrow(expect.objectContaining({ code: 'MC_INTEGRITY' }));
  });

  it('refuses another version', () => {
    const other = { ...entry.resolution, canonical: 'npm:cow@1.0.1', version: '1.0.1' };
    expect(() => requireSameRelease('npm:cow', entry, other)).toThrow('its canonical differs');
  });
});
