import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

const PREFIX = /^https:\/\/[\w.-]+(?::\d+)?(?:\/|$)/;

/** What the user of this machine says about sources. */
export interface SourceSettings {
  /** By prefix of the URLs of repositories: the folder or URL that is asked instead. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** `helper`: git may ask the credential helpers of the user. */
  readonly gitCredentials: 'none' | 'helper';
}

/** Where settings are read. */
interface SettingsPlace {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Reads `sources` of `settings.json` in the home: `{ "sources": { "mirrors": { "https://github.com/": "/srv/git" },
 * "gitCredentials": "helper" } }`. `MEDIACONDUIT_MIRRORS` (`prefix=target`, with `;` or a line end between several) adds
 * to the mirrors, `MEDIACONDUIT_GIT_CREDENTIALS` decides before the file.
 * @throws `MC_CONFIG_INVALID`.
 */
export function readSourceSettings({ home, environment }: SettingsPlace): SourceSettings {
  const file = join(home, 'settings.json');
  const { mirrors = {}, gitCredentials = 'none' } = fromFile(file);
  const named = environment['MEDIACONDUIT_MIRRORS'] ?? '';
  const chosen = environment['MEDIACONDUIT_GIT_CREDENTIALS'] || gitCredentials;
  if (chosen !== 'none' && chosen !== 'helper')
    throw invalid('MEDIACONDUIT_GIT_CREDENTIALS', `there are no credentials "${String(chosen)}"`, 'use none or helper');
  return {
    mirrors: { ...checked(mirrors, file), ...checked(parsePairs(named), 'MEDIACONDUIT_MIRRORS') },
    gitCredentials: chosen,
  };
}

function fromFile(file: string): { readonly mirrors?: unknown; readonly gitCredentials?: unknown } {
  if (!existsSync(file)) return {};
  try {
    const { sources } = Object(JSON.parse(readFileSync(file, 'utf8'))) as { sources?: unknown };
    return Object(sources) as object;
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
