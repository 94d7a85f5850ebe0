import { MediaConduitError } from '@mediaconduit/sdk';
import type { PinnedPackage } from '../../fetch/fetcher';

const SEGMENT = '(?:@[A-Za-z0-9~][\\w.~-]*/)?[A-Za-z0-9~][\\w.~-]*';
const NAME = new RegExp(`^${SEGMENT}$`);
const PATH = new RegExp(`^node_modules/${SEGMENT}(?:/node_modules/${SEGMENT})*$`);
const VERSION = /^\d+\.\d+\.\d+[\w.+-]*$/;
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/**
 * A lock file is a file like any other: its places must lie inside, each once.
 * @throws `MC_INTEGRITY`.
 */
export function checkPins(pins: readonly PinnedPackage[]): void {
  const seen = new Set<string>();
  for (const { path, name, version, integrity } of pins) {
    const isSound = PATH.test(path) && NAME.test(name) && VERSION.test(version) && INTEGRITY.test(integrity);
    if (isSound && path.length < 1000 && !seen.has(path)) {
      seen.add(path);
      continue;
    }
    throw new MediaConduitError(
      'MC_INTEGRITY',
      `The lock file pins something that is no package: ${path.slice(0, 200)}.`,
      {
        hint: 'restore mediaconduit.lock from your repository',
        facts: { path: path.slice(0, 200), name: name.slice(0, 200), version: version.slice(0, 100) },
      },
    );
  }
}
