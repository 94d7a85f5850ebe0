import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerTls } from './docker-address';

/** The endpoint of a context of the Docker command line. */
export interface DockerContext {
  readonly name: string;
  /** As in `DOCKER_HOST`; `undefined` when the context is chosen but not there. */
  readonly host: string | undefined;
  readonly tls: DockerTls | undefined;
}

/**
 * The context that `docker` itself would use: `DOCKER_CONTEXT`, else what `docker context use` chose.
 * `undefined` for the default one.
 */
export function currentDockerContext(environment: NodeJS.ProcessEnv, home: string): DockerContext | undefined {
  const folder = environment['DOCKER_CONFIG'] || join(home, '.docker');
  const name = environment['DOCKER_CONTEXT'] || textAt(readJson(join(folder, 'config.json')), ['currentContext']);
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = readJson(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const host = textAt(meta, ['Endpoints', 'docker', 'Host']);
  return { name, host, tls: readDockerTls(join(folder, 'contexts', 'tls', id, 'docker')) };
}

/** The `ca.pem`, `cert.pem` and `key.pem` of a folder; `undefined` when it holds none of them. */
export function readDockerTls(folder: string): DockerTls | undefined {
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readText(join(folder, file)));
  return ca === undefined && cert === undefined && key === undefined ? undefined : { ca, cert, key };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file) ?? 'null') as unknown;
  } catch {
    return undefined; // the file belongs to Docker: what it cannot read either is as good as absent
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return typeof found === 'string' ? found : undefined;
}
