import { isMediaConduitError, MediaConduitError, messageOf, type ProviderManifest } from '@mediaconduit/sdk';
import { locateSyntaxError } from '../locate-syntax-error';
import { CORE } from './core-paths';

/** What is told when the code of a provider throws while it is loaded: where, and what mends it. */
export async function loadFailed(
  { id, folder }: ProviderManifest,
  entry: string,
  cause: unknown,
): Promise<MediaConduitError> {
  if (isMediaConduitError(cause)) return cause;
  const syntaxAt = await locateSyntaxError(cause, entry);
  const missing = missingModule(cause);
  const reason = missing === undefined ? messageOf(cause) : describeMissing(missing, cause, folder);
  return new MediaConduitError(
    'MC_PROVIDER_LOAD_FAILED',
    `The code of provider "${id}" failed while loading: ${syntaxAt === undefined ? '' : `${syntaxAt} `}${reason}`,
    {
      hint: hintFor(missing, syntaxAt, folder),
      facts: { provider: id, entry, place: syntaxAt ?? placeIn(folder, cause), missing },
      cause,
    },
  );
}

function hintFor(missing: string | undefined, syntaxAt: string | undefined, folder: string): string {
  if (missing === CORE || missing?.startsWith(`${CORE}/`))
    return `install the core beside your program: npm install ${CORE}`;
  if (missing !== undefined && !/^[./]/.test(missing))
    return `install its dependencies: npm install --omit=dev in ${folder}`;
  if (missing !== undefined) return 'add the file to the package, or build the package again';
  if (syntaxAt !== undefined) return 'correct the file, or build the package again';
  return 'build the package and install its dependencies, then try again';
}

/** The name that Node.js could not find, as the code wrote it. */
function missingModule(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
}

/** One line: Node.js adds every file on the way. */
function describeMissing(missing: string, error: unknown, folder: string): string {
  const stack = (error as { readonly requireStack?: readonly string[] }).requireStack ?? [];
  const asker = stack.find((file) => file.startsWith(folder)) ?? stack[0];
  return `Cannot find module '${missing}'${asker === undefined ? '' : `, which ${asker} asks for`}`;
}

/** The first line of the package on the stack, as `file:line`. */
function placeIn(folder: string, error: unknown): string | undefined {
  const lines = (error instanceof Error ? (error.stack ?? '') : '').split('\n');
  const found = lines.map((line) => /\(?((?:file:\/\/)?\/[^()]+:\d+):\d+\)?$/.exec(line)?.[1]);
  return found.map((place) => place?.replace(/^file:\/\//, '')).find((place) => place?.startsWith(folder));
}
