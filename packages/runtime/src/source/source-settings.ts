import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { AGE_EXAMPLE, parseReleaseAge } from './release-age/parse-release-age';
import type { ReleaseAge } from './release-age/release-age';

const PREFIX = /^https:\/\/[\w.-]+(?::\d+)?(?:\/|$)/;

/** What the user of this machine says about sources. */
export interface SourceSettings {
  /** By prefix of the URLs of repositories: the folder or URL that is asked instead. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** `helper`: git may ask the credential helpers of the user. */
  readonly gitCredentials: 'none' | 'helper';
  /** How old versions have to be before they are taken; 0 for any age, which is the default. */
  readonly releaseAge: ReleaseAge;
}

/** Where settings are read. */
interface SettingsPlace {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Reads `sources` of `settings.json` in the home: `{ "sources": { "mirrors": { "https://github.com/": "/srv/git" },
 * "gitCredentials": "helper", "minReleaseAge": "3d", "minReleaseAgeExclude": ["@acme/*"] } }`. `MEDIACONDUIT_MIRRORS`
 * (`prefix=target`, with `;` or a line end between several) adds to the mirrors; `MEDIACONDUIT_GIT_CREDENTIALS` and
 * `MEDIACONDUIT_MIN_RELEASE_AGE` decide before the file.
 * @throws `MC_CONFIG_INVALID`.
 */
export function readSourceSettings({ home, environment }: SettingsPlace): SourceSettings {
  const file = join(home, 'settings.json');
  const { mirrors = {}, gitCredentials = 'none', minReleaseAge, minReleaseAgeExclude: exclude } = fromFile(file);
  const named = environment['MEDIACONDUIT_MIRRORS'] ?? '';
  const chosen = environment['MEDIACONDUIT_GIT_CREDENTIALS'] || gitCredentials;
  if (chosen !== 'none' && chosen !== 'helper')
    throw invalid('MEDIACONDUIT_GIT_CREDENTIALS', `there are no credentials "${String(chosen)}"`, 'use none or helper');
  return {
    mirrors: { ...checked(mirrors, file), ...checked(parsePairs(named), 'MEDIACONDUIT_MIRRORS') },
    gitCredentials: chosen,
    releaseAge: {
      minimumMs: releaseAge(environment['MEDIACONDUIT_MIN_RELEASE_AGE'] || undefined, { file, value: minReleaseAge }),
      exclude: patterns(exclude, file),
    },
  };
}

function releaseAge(named: string | undefined, { file, value = '0' }: { file: string; value?: unknown }): number {
  const place = named === undefined ? `${file}: sources.minReleaseAge` : 'MEDIACONDUIT_MIN_RELEASE_AGE';
  const text = named ?? String(value);
  const ageMs = parseReleaseAge(text);
  if (ageMs === undefined) throw invalid(place, `"${text}" is no age`, AGE_EXAMPLE);
  return ageMs;
}

function patterns(value: unknown = [], file: string): string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')) return value as string[];
  const hint = 'write names of packages and repositories: ["@acme/*", "github:acme/*"]';
  throw invalid(`${file}: sources.minReleaseAgeExclude`, 'it is no list of names', hint);
}

function fromFile(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  try {
    const { sources } = Object(JSON.parse(readFileSync(file, 'utf8'))) as { sources?: unknown };
    return Object(sources) as Record<string, unknown>;
  } catch (error) {
    throw invalid(file, messageOf(error), 'write it as JSON');
  }
}

function parsePairs(text: string): Record<string, string> {
  const pairs = text.split(/[;\n]/).map((pair) => pair.trim());
  return Object.fromEntries(
    pairs.filter(Boolean).map((pair) => {
      const end = pair.indexOf('=');
      return [pair.slice(0, Math.max(end, 0)).trim(), pair.slice(end + 1).trim()];
    }),
  );
}

function checked(mirrors: unknown, place: string): Record<string, string> {
  const entries = Object.entries(Object(mirrors) as object) as [string, unknown][];
  for (const [prefix, target] of entries) {
    if (!PREFIX.test(prefix) || typeof target !== 'string' || !(isAbsolute(target) || URL.canParse(target)))
      throw invalid(place, `"${prefix}" is no mirror`, 'name it as https://github.com/=/srv/git');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function invalid(place: string, reason: string, hint: string): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `${place}: ${reason}.`, { hint, facts: { place } });
}
