import { parseReleaseAge, type PassedOver, type RuntimeEmitter } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';

/** The flag of the commands that take new versions. */
export interface ReleaseAgeFlag {
  readonly minReleaseAge?: string;
}

/** What the flag says, for the runtime; nothing where it was not given. @throws `MC_USAGE`. */
export function releaseAgeOf({ minReleaseAge: text }: ReleaseAgeFlag): { readonly minReleaseAgeMs?: number } {
  if (text === undefined) return {};
  const minReleaseAgeMs = parseReleaseAge(text);
  if (minReleaseAgeMs !== undefined) return { minReleaseAgeMs };
  throw new MediaConduitError('MC_USAGE', `"${text}" is no age of a version.`, {
    hint: 'write a number with m, h, d or w, or 0 for any age: --min-release-age 3d',
    facts: { value: text },
  });
}

/** What is passed over from now on, by identifier. */
export function watchPassedOver(events: RuntimeEmitter): ReadonlyMap<string, PassedOver> {
  const passedOver = new Map<string, PassedOver>();
  events.on('release-passed-over', ({ identifier, ...one }) => passedOver.set(identifier, one));
  return passedOver;
}

/** For people. */
export function passedOverWords({ allowedAt, since, version }: PassedOver): string {
  const name = /^[0-9a-f]{40,}$/.test(version) ? version.slice(0, 12) : version;
  if (since === undefined) return `${name}, as the registry does not say when it was published`;
  return `${name} of ${since}, which is too young until ${allowedAt}`;
}

/** Below what was taken instead. */
export function passedOverLine(passedOver: PassedOver): string {
  return `  not taken: ${passedOverWords(passedOver)}`;
}
