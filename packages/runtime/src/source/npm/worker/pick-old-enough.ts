import { loadSemver, type Packument } from './npm-libraries';
import { publishedAt } from './publish-date';

const AS_NPM = { loose: true };

/** Which versions come into question. */
export interface WantedVersion {
  /** A range or a tag. */
  readonly range: string;
  /** What npm takes of them today. */
  readonly newest: string;
  /** What is published later is too young; ms since 1970. */
  readonly before: number;
  /** What is locked is taken whatever its age. */
  readonly taken?: string;
}

/**
 * The version that is taken: the highest that is old enough and not above what npm would take, so that nothing is taken
 * that its author has not recommended yet, and no prerelease in the place of a release. A version without a date is none
 * that is old enough.
 */
export function pickOldEnough(packument: Packument, wanted: WantedVersion): string | undefined {
  const { before, newest, taken } = wanted;
  const isOldEnough = (version: string): boolean => version === taken || publishedAt(packument, version) <= before;
  if (isOldEnough(newest)) return newest;
  const { rcompare } = loadSemver();
  const found = fittingVersions(packument, wanted)
    .filter(isOldEnough)
    .sort((one, other) => rcompare(one, other, AS_NPM));
  return found.find((version) => version === taken || !isDeprecated(packument, version)) ?? found[0];
}

/** Every version that the range or tag may mean, up to the one that npm takes. */
export function fittingVersions(
  { versions = {} }: Packument,
  { newest, range }: Pick<WantedVersion, 'newest' | 'range'>,
): string[] {
  const { lte, prerelease, satisfies, valid, validRange } = loadSemver();
  const isRange = validRange(range, AS_NPM) !== null && range !== '*';
  const isPrerelease = (version: string): boolean => prerelease(version, AS_NPM) !== null;
  const fits = (version: string): boolean =>
    isRange ? satisfies(version, range, AS_NPM) : isPrerelease(newest) || !isPrerelease(version);
  return Object.keys(versions).filter(
    (version) => valid(version, AS_NPM) !== null && lte(version, newest, AS_NPM) && fits(version),
  );
}

function isDeprecated({ versions }: Packument, version: string): boolean {
  const { deprecated } = versions?.[version] ?? {};
  return deprecated !== undefined && deprecated !== false && deprecated !== '';
}
