import { isMediaConduitError, MediaConduitError, messageOf, type ProviderManifest } from '@mediaconduit/sdk';
import { readPackageJson } from '../../source/installed-packages';
import { locateSyntaxError } from '../locate-syntax-error';
import { CORE } from './core-paths';
import type { MissingName } from './missing-names';
import type { ProviderCode } from './provider-code';

/** Who has failed, and what is known of it. */
export type FailedCode = Pick<ProviderCode, 'entry' | 'version' | 'missingNames'>;

/** What is told when the code of a provider throws while it is loaded: where, and what mends it. */
export async function loadFailed(
  { id, folder }: ProviderManifest,
  code: FailedCode,
  cause: unknown,
): Promise<MediaConduitError> {
  if (isMediaConduitError(cause)) return cause;
  const syntaxAt = await locateSyntaxError(cause, { entry: code.entry, folder });
  const place = syntaxAt ?? placeIn(folder, cause);
  const missing = missingModule(cause);
  const [lacking] = isTypeError(cause) ? code.missingNames() : [];
  const fault: Fault = { folder, missing, lacking, syntaxAt, place, waits: isWaiting(cause) };
  return new MediaConduitError(
    'MC_PROVIDER_LOAD_FAILED',
    `The code of provider "${id}" failed while loading: ${reasonOf(fault, cause, code.version)}`,
    { hint: hintFor(fault), facts: { provider: id, entry: code.entry, place, missing, lacking }, cause },
  );
}

/** What is known of one failure. */
interface Fault {
  readonly folder: string;
  readonly missing: string | undefined;
  readonly lacking: MissingName | undefined;
  readonly syntaxAt: string | undefined;
  readonly place: string | undefined;
  /** Something waits at its top level where that cannot be. */
  readonly waits: boolean;
}

function reasonOf({ folder, lacking, missing, syntaxAt }: Fault, cause: unknown, version: string): string {
  if (missing !== undefined) return describeMissing(missing, cause, folder);
  const message = messageOf(cause);
  if (!lacking) return syntaxAt === undefined ? message : `${syntaxAt} ${message}`;
  return `${lacking.file} takes ${lacking.name} from ${lacking.from}, which MediaConduit ${version} does not have (${message})`;
}

function hintFor({ folder, lacking, missing, place, syntaxAt, waits }: Fault): string {
  if (missing !== undefined) return hintForModule(missing, folder);
  if (lacking) return `update MediaConduit: npm install ${CORE}@latest, or tell the author of the provider`;
  if (waits)
    return syntaxAt === undefined
      ? 'load the module that waits at its top level by await import() within a function, or build the package as ES modules'
      : 'TypeScript runs as CommonJS, which cannot wait at its top level: wait within a function, or build the package as ES modules';
  if (isStored(folder)) return `the fault is in ${place ?? 'its code'}: tell its author, or name another version`;
  if (syntaxAt !== undefined) return 'correct the file, or build the package again';
  return `the fault is in ${place ?? 'its code'}: correct it, or build the package again`;
}

function hintForModule(missing: string, folder: string): string {
  if (missing === CORE || missing.startsWith(`${CORE}/`))
    return `install the core beside your program: npm install ${CORE}`;
  if (isStored(folder))
    return `the package does not hold or name it: tell its author, or add it in a copy and name the folder of that`;
  if (/^[./]/.test(missing)) return 'add the file to the package, or build the package again';
  return isNamed(missing, folder)
    ? `install its dependencies: npm install --omit=dev in ${folder}`
    : `its package.json does not name it: npm install ${packageOf(missing)} in ${folder}`;
}

/** Files of the store are never changed. */
function isStored(folder: string): boolean {
  return /[\\/]store[\\/]tree[\\/]/.test(folder);
}

function isNamed(request: string, folder: string): boolean {
  const { dependencies, optionalDependencies, peerDependencies } = readPackageJson(folder) ?? {};
  return packageOf(request) in { ...dependencies, ...optionalDependencies, ...peerDependencies };
}

/** `@scope/name/part` → `@scope/name`. */
function packageOf(request: string): string {
  return request.split('/', request.startsWith('@') ? 2 : 1).join('/');
}

function isTypeError(error: unknown): boolean {
  return error instanceof Error && error.name === 'TypeError';
}

/** Top-level await in what `require()` loads, as Node.js and esbuild tell it. */
function isWaiting(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE') || /^Top-level await is/.test(error.message);
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
