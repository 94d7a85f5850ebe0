import { MediaConduitError } from '@mediaconduit/sdk';
import { loadSpecParser } from './npm-libraries';

/** A dependency that no registry gives. */
export interface RefusedDependency {
  readonly name: string;
  readonly spec: string;
  /** Which package asks for it. */
  readonly from: string;
}

const FROM_REGISTRIES = new Set(['version', 'range', 'tag', 'alias']);

/** What nearly all dependencies are: the parser, which takes 20 ms to load, says of every such pair that it is a version or a range. */
const PLAIN_NAME = /^(?:@[a-z\d][a-z\d-]*\/)?[a-z\d][a-z\d-]*$/;
const PLAIN_RANGE = /^[\^~]?\d+(?:\.\d+){0,2}$/;

/** False for git repositories, URLs of tarballs, files and folders: nobody has checked what those hold. */
export function comesFromRegistry(name: string, spec: string): boolean {
  if (PLAIN_NAME.test(name) && PLAIN_RANGE.test(spec)) return true;
  try {
    return FROM_REGISTRIES.has(loadSpecParser().resolve(name, spec, '/').type);
  } catch {
    return false; // `workspace:`, `link:`, or nothing that means anything
  }
}

/** The error that names all of them. */
export function refusedDependencies(label: string, refused: readonly RefusedDependency[]): MediaConduitError {
  const named = refused
    .slice(0, 20)
    .map(({ name, spec, from }) => `${name} (${spec.slice(0, 200)}, asked for by ${from})`);
  return new MediaConduitError(
    'MC_DEPENDENCY_SOURCE',
    `${label} depends on what does not come from a registry: ${named.join(', ')}.`,
    {
      hint: 'ask its author to publish these dependencies; git, URL, file and workspace dependencies are not installed',
      facts: { package: label, dependencies: refused.slice(0, 20) },
    },
  );
}
