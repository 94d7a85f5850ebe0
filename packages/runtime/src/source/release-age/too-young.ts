import { MediaConduitError } from '@mediaconduit/sdk';
import { describeAge } from './describe-age';
import type { PassedOver } from './release-age';

/** What was asked for, and the first of its versions that may be taken. */
export interface TooYoung extends PassedOver {
  /** Name of the package or repository. */
  readonly name: string;
  /** How it is asked for, for people: `npm:cow@^1`. */
  readonly wanted: string;
  readonly minimumMs: number;
  /** What to write instead to take it at once. */
  readonly instead?: string;
  /** Whether it is an `.npmrc` that asks for the age. */
  readonly isAgeOfNpm?: boolean;
}

/** Nothing that was asked for is old enough; `facts.allowedAt` says when something will be. */
export function tooYoung(young: TooYoung): MediaConduitError {
  const { allowedAt, minimumMs, name, since, version, wanted } = young;
  const age = describeAge(minimumMs);
  const why =
    since === undefined
      ? `the registry does not say when ${version} was published`
      : `${version} is of ${since}, and may be taken from ${allowedAt}`;
  return new MediaConduitError('MC_RELEASE_TOO_YOUNG', `Nothing that ${wanted} means is ${age} old: ${why}.`, {
    hint: hintOf(young),
    facts: { name, wanted, version, since, allowedAt, minimumMs },
  });
}

function hintOf({ instead, isAgeOfNpm }: TooYoung): string {
  if (isAgeOfNpm) return 'wait, or change min-release-age, min-release-age-exclude or before in your .npmrc';
  const now = ['--min-release-age 0', instead].filter((one) => one !== undefined).join(', or ');
  return `wait, or, if you trust it: ${now}; for always: sources.minReleaseAgeExclude in settings.json`;
}
