import { parsed, type NamedFile } from './files-named-in';

/** Those that the programs themselves read, or that decide what code they load. */
const NOT_TOLD = /^(?:(?:COMPOSE|DOCKER|LD|DYLD)_.*|PATH|HOME)$/;

const NAME = /^[A-Za-z_]\w*$/;
const INTERPOLATED = /\$\$|\$\{?([A-Za-z_]\w*)/g;
const BARE_LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*\r?$/gm;

/**
 * Names of the variables that Compose may fill in for something in a file: `$X`, `${X…}`, and names without a value, as in
 * `environment: [X]`. A name too many does no harm; one that is not found is not given to Compose.
 */
export function namesReadIn(text: string, { kind, path }: Pick<NamedFile, 'kind' | 'path'>): string[] {
  const bare = kind === 'compose' ? bareNames(parsed(text, path)) : firstGroups(text, BARE_LINE);
  return [...new Set([...firstGroups(text, INTERPOLATED), ...bare])].filter((name) => !NOT_TOLD.test(name));
}

/**
 * The file that tells Compose about variables, by the names under which their values are in its environment: no value
 * has to be quoted, or is in it. Values that the trusted files read are on the disk nevertheless, as long as Compose runs:
 * in what `config` prints. It takes the place of the `.env` that Compose would read, and holds that, too.
 */
export function variablesFile(sources: ReadonlyMap<string, string>, dotEnv: string): string {
  const own = [...sources].map(([name, source]) => `${name}=\${${source}}`).join('\n');
  // first for what .env reads itself, last because a variable that is given wins over it
  return `${own}\n${dotEnv.replace(/^\uFEFF/, '')}\n${own}\n`;
}

function firstGroups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}

function bareNames(value: unknown): string[] {
  if (typeof value === 'string') return NAME.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const unset = Object.entries(value).filter(([key, member]) => member === null && NAME.test(key));
  return [...unset.map(([key]) => key), ...Object.values(value).flatMap(bareNames)];
}
