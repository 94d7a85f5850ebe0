import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { namesReadIn } from './compose-variables';
import { filesNamedIn, type NamedFile } from './files-named-in';

const MOST_FILES = 100;
const LONGEST_FILE = 1024 * 1024;

/** The files that say what Compose does, as one value that changes with any of them. */
export interface ComposeFiles {
  /** Seen from the service's folder, sorted. */
  readonly names: readonly string[];
  /** 64 hex digits. */
  readonly sha256: string;
  /** Names of the variables that they read, sorted. */
  readonly variables: readonly string[];
  /** What the `.env` holds that Compose reads of itself. */
  readonly dotEnv: string;
}

/**
 * Reads a compose file and all that it takes in: `include`, `extends`, `env_file` and the `.env` beside each. One that is
 * not there counts too: it would change the meaning once it is.
 * @throws `MC_SERVICE_POLICY` for a file that lies elsewhere or whose name is not known before Compose runs,
 *   `MC_COMPOSE_INVALID` for one that is no YAML.
 */
export function readComposeFiles(folder: string, file: string): ComposeFiles {
  const root = realpathSync(folder);
  const main = resolve(root, file);
  const contents = new Map<string, Buffer | undefined>();
  const variables = new Set<string>();
  const seen = new Set<string>();
  const waiting: NamedFile[] = [{ path: main, base: dirname(main), kind: 'compose' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const place = JSON.stringify(next);
    if (seen.has(place)) continue;
    seen.add(place);
    const name = nameWithin(root, next.path, file);
    if (seen.size > MOST_FILES) throw refused(file, name, `more than ${MOST_FILES} files belong to it`);
    const content = read(next, file, name);
    contents.set(name, content);
    if (!content) continue;
    const text = content.toString('utf8');
    for (const variable of namesReadIn(text, next)) variables.add(variable);
    if (next.kind === 'compose') waiting.push(dotEnvOf(next), ...filesNamedIn(text, next));
  }
  const sorted = [...contents].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    names: sorted.flatMap(([name, content]) => (content ? [name] : [])),
    sha256: hashOf(sorted),
    variables: [...variables].sort(),
    dotEnv: contents.get(nameWithin(root, join(dirname(main), '.env'), file))?.toString('utf8') ?? '',
  };
}

function dotEnvOf({ base }: NamedFile): NamedFile {
  return { path: join(base, '.env'), base, kind: 'variables' };
}

function hashOf(files: readonly (readonly [string, Buffer | undefined])[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) {
    hash.update(`${JSON.stringify(name)} ${content?.length ?? 'missing'}\n`);
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

function read({ path, kind }: NamedFile, file: string, name: string): Buffer | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats && kind === 'variables') return undefined;
  if (!stats?.isFile()) throw refused(file, name, 'it is no file of this machine');
  if (stats.size > LONGEST_FILE) throw refused(file, name, `it is larger than ${LONGEST_FILE} bytes`);
  return readFileSync(path);
}

/** Where the file is, and where its links lead, has to be in the folder: nothing else is looked at when it changes. */
function nameWithin(root: string, path: string, file: string): string {
  const name = relative(root, path);
  const real = relative(root, statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path);
  if (/[$\0]/.test(path)) throw refused(file, name, 'its name is not known before Compose runs');
  for (const one of [name, real])
    if (one === '..' || one.startsWith(`..${sep}`) || isAbsolute(one))
      throw refused(file, path, "it lies outside the service's folder");
  return name.split(sep).join('/');
}

function refused(file: string, named: string, reason: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_POLICY', `${file} takes in ${named}, which cannot be trusted: ${reason}.`, {
    hint: 'put the files that it includes, extends and reads into the folder of the service, with names that are fixed',
    facts: { file, named, reason },
  });
}
