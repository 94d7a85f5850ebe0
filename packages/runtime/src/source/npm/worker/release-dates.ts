import type { MediaConduitError } from '@mediaconduit/sdk';
import { isExcluded, type PassedOver } from '../../release-age/release-age';
import { tooYoung } from '../../release-age/too-young';
import { loadSemver, type Packument } from './npm-libraries';
import type { NpmSettings } from './npm-settings';
import { publishedAt } from './publish-date';

/** What is too young. */
export interface Cutoff {
  /** What is published later, in ms since 1970. */
  readonly before: number;
  /** The same as an age. */
  readonly minimumMs: number;
  readonly isAgeOfNpm: boolean;
}

type AgeSettings = Pick<NpmSettings, 'options' | 'readAt' | 'isAgeOfNpm'>;

/** What of a package is too young; `undefined` where any age will do. */
export function cutoffFor(name: string, settings: AgeSettings): Cutoff | undefined {
  const { isAgeOfNpm, options, readAt } = settings;
  const { before, minReleaseAgeExclude } = options;
  if (!(before instanceof Date)) return undefined;
  const exclude = Array.isArray(minReleaseAgeExclude) ? minReleaseAgeExclude.map(String) : [];
  if (isExcluded(name, exclude)) return undefined;
  // npm's own date was made from an age a moment ago
  return { before: before.getTime(), minimumMs: Math.round((readAt - before.getTime()) / 1000) * 1000, isAgeOfNpm };
}

/** When a version was published and may be taken. */
export function datesOf(packument: Packument, version: string, { minimumMs }: Cutoff): PassedOver {
  const published = publishedAt(packument, version);
  if (Number.isNaN(published)) return { version };
  const allowedAt = new Date(published + minimumMs).toISOString();
  return { version, since: new Date(published).toISOString(), allowedAt };
}

/** Which package, asked for as what, and the versions that fit. */
export interface YoungPackage {
  readonly name: string;
  readonly range: string;
  readonly fitting: readonly string[];
  readonly cutoff: Cutoff;
}

/** With the version that may be taken first. */
export function tooYoungPackage(packument: Packument, young: YoungPackage): MediaConduitError {
  const { cutoff, fitting, name, range } = young;
  const newestFirst = [...fitting].sort((one, other) => loadSemver().rcompare(one, other, { loose: true }));
  const dated = newestFirst.map((version) => datesOf(packument, version, cutoff));
  const [first] = dated
    .filter(({ allowedAt }) => allowedAt !== undefined)
    .sort((one, other) => Date.parse(one.allowedAt ?? '') - Date.parse(other.allowedAt ?? ''));
  const version = newestFirst[0] ?? range;
  return tooYoung({ ...(first ?? { version }), ...cutoff, name, wanted: `npm:${name}@${range}` });
}
