import { MediaConduitError } from '@mediaconduit/sdk';
import { CORE, SDK, TESTKIT } from './core-packages';
import type { CoreVersion } from './matrix';
import type { NpmClient } from './npm-client';

/** Which versions are tried. */
interface WantedCores {
  /** Versions and dist-tags; empty for the installed one, `latest`, and `next` where that is newer. */
  readonly wanted: readonly string[];
  /** The version of this command. */
  readonly installed: string;
  /** Told what is left out. */
  readonly onNote: (line: string) => void;
}

/** What a registry has of the core. */
interface Published {
  /** Oldest first. */
  readonly versions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const HINTED_VERSIONS = 3;

/**
 * The versions of the core that are tried, oldest first, each with the test kit that it was published with.
 * @throws `MC_SOURCE_NOT_FOUND` for a version or tag that the registry does not have, `MC_FETCH_FAILED`.
 */
export async function findCores(npm: NpmClient, choice: WantedCores): Promise<CoreVersion[]> {
  const published = await askRegistry(npm);
  const named =
    choice.wanted.length > 0 ? choice.wanted.map((one) => resolve(one, published)) : usual(published, choice);
  const versions = published.versions.filter((version) => named.some((one) => one.version === version));
  return Promise.all(
    versions.map(async (version) => {
      const names = named.flatMap((one) => (one.version === version && one.name !== version ? [one.name] : []));
      return { version, names: [...new Set(names)], ...(await companionsOf(npm, version)) };
    }),
  );
}

interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

async function askRegistry(npm: NpmClient): Promise<Published> {
  const [answer] = await npm.view(CORE, ['versions', 'dist-tags']);
  const versions = [answer?.versions ?? []].flat();
  if (versions.length === 0) throw notPublished();
  return { versions, tags: answer?.['dist-tags'] ?? {} };
}

function resolve(name: string, { tags, versions }: Published): NamedVersion {
  const tagged = Object.hasOwn(tags, name) ? tags[name] : undefined;
  const version = tagged ?? versions.find((one) => one === name.replace(/^v/, ''));
  if (version !== undefined) return { name, version };
  const known = [...Object.keys(tags), ...versions.slice(-HINTED_VERSIONS).reverse()].join(', ');
  throw new MediaConduitError('MC_SOURCE_NOT_FOUND', `The registry has no ${CORE} ${name}.`, {
    hint: `name a version or a tag that it has: ${known}`,
    facts: { package: CORE, wanted: name, tags },
  });
}

function usual(published: Published, { installed, onNote }: WantedCores): NamedVersion[] {
  const { tags, versions } = published;
  const { latest, next } = tags;
  const isNewer = next !== undefined && versions.indexOf(next) > versions.indexOf(latest ?? '');
  if (!versions.includes(installed)) onNote(`${installed}, which is installed here, is in no registry: left out`);
  if (next === undefined) onNote('there is no core under the tag next');
  else if (!isNewer) onNote(`next is ${next}, which is older than latest: left out`);
  const found = [
    ...(versions.includes(installed) ? [{ name: 'installed', version: installed }] : []),
    ...(latest === undefined ? [] : [{ name: 'latest', version: latest }]),
    ...(isNewer ? [{ name: 'next', version: next }] : []),
  ];
  if (found.length === 0) throw notPublished();
  return found;
}

/** A core is published with the ranges of what it was developed with; the lowest version in such a range is that one. */
async function companionsOf(npm: NpmClient, core: string): Promise<Pick<CoreVersion, 'sdk' | 'testkit'>> {
  const [found] = await npm.view(`${CORE}@${core}`, ['dependencies', 'devDependencies']);
  const lowest = async (name: string, range = 'latest'): Promise<string> => {
    const [companion] = await npm.view(`${name}@${range}`, []);
    if (companion) return companion.version;
    throw new MediaConduitError('MC_SOURCE_NOT_FOUND', `The registry has no ${name} ${range}, for ${CORE} ${core}.`, {
      hint: 'publish it there too, or try other versions with --core',
      facts: { package: name, wanted: range, core },
    });
  };
  const [sdk, testkit] = await Promise.all([
    lowest(SDK, found?.dependencies?.[SDK]),
    lowest(TESTKIT, found?.devDependencies?.[TESTKIT]),
  ]);
  return { sdk, testkit };
}

function notPublished(): MediaConduitError {
  return new MediaConduitError('MC_SOURCE_NOT_FOUND', `The registry has no ${CORE} that could be tried.`, {
    hint: 'check with `npm config get registry` which one is asked, or name a version with --core',
    facts: { package: CORE },
  });
}
