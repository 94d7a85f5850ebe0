import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { Variables } from '../config/interpolate';
import type { ComposeGroup } from './compose-group';
import { invalidCompose, refusedCompose } from './compose-faults';
import { ComposeScope } from './compose-scope';
import { parseCompose } from './parse-compose';
import { LONGEST_FILE } from './parse-located-yaml';

/** Which service of which file. */
export interface ComposeReference {
  /** The service's folder: nothing outside it may be named. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly file: string;
  readonly serviceName: string;
  /** What `${X}` in the file may read. */
  readonly variables: Variables;
}

/**
 * Reads and checks the compose file of a service, with the services that it needs beside it; asks no engine.
 * @throws `MC_FILE_NOT_FOUND`, `MC_COMPOSE_INVALID`, `MC_SERVICE_POLICY`.
 */
export function loadComposeGroup({ folder, file, serviceName, variables }: ComposeReference): ComposeGroup {
  const path = resolve(folder, file);
  const { root, realPath } = realPaths(folder, path);
  const away = relative(root, realPath);
  const stats = statSync(realPath);
  if (away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away) || !stats.isFile()) {
    const reason = "it is no file of the service's folder";
    throw refusedCompose(path, START, { key: 'the compose file', reason, hint: 'put it into the folder' });
  }
  if (stats.size > LONGEST_FILE) throw invalidCompose(path, START, `the file is larger than ${LONGEST_FILE} bytes`);
  const scope = new ComposeScope(path, root, dirname(realPath), variables);
  return parseCompose(readFileSync(realPath, 'utf8'), serviceName, scope);
}

const START = { line: 1, column: 1 };

function realPaths(folder: string, path: string): { root: string; realPath: string } {
  try {
    return { root: realpathSync(folder), realPath: realpathSync(path) };
  } catch (cause) {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `The compose file ${path} cannot be read.`, {
      hint: 'check docker.composeFile in the service manifest',
      facts: { file: path },
      cause,
    });
  }
}
