import { MediaConduitError } from '@mediaconduit/sdk';
import type { PlannedPackage } from './plan-dependencies';

const SEGMENT = '(?:@[\\w~-][\\w.~-]*/)?[\\w~-][\\w.~-]*';
const NAME = new RegExp(`^${SEGMENT}$`);
const PATH = new RegExp(`^node_modules/${SEGMENT}(?:/node_modules/${SEGMENT})*$`);
const LONGEST_PATH = 1000;
const VERSION = /^\d+\.\d+\.\d+[\w.+-]*$/;
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * Lock files and registries are read like anything else from outside: every place must lie inside, each once.
 * @throws `MC_INTEGRITY`.
 */
export function checkPlaces(packages: readonly PlannedPackage[]): void {
  const seen = new Set<string>();
  for (const one of packages) {
    const { path, name, version } = one;
    const isSound = PATH.test(path) && path.length < LONGEST_PATH && NAME.test(name) && VERSION.test(version);
    if (!isSound || seen.has(path)) throw unsound(one);
    seen.add(path);
  }
}

/** As {@link checkPlaces}, and each with its hash: nothing that is pinned is taken on trust. */
export function checkPins(pins: readonly PlannedPackage[]): void {
  checkPlaces(pins);
  const open = pins.find(({ integrity }) => integrity === undefined || !INTEGRITY.test(integrity));
  if (open) throw unsound(open);
}

function unsound({ path, name, version }: PlannedPackage): MediaConduitError {
  const facts = { path: path.slice(0, 200), name: name.slice(0, 200), version: version.slice(0, 100) };
  return new MediaConduitError('MC_INTEGRITY', `Something that is no package was to be installed: ${facts.path}.`, {
    hint: 'restore mediaconduit.lock from your repository, or tell the author of the package',
    facts,
  });
}
