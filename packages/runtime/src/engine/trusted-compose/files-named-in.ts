import { dirname, resolve } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** A file that a compose file takes in. */
export interface NamedFile {
  /** Absolute. */
  readonly path: string;
  /** Folder that the names in it are seen from. */
  readonly base: string;
  /** `variables` may be missing. */
  readonly kind: 'compose' | 'variables';
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The files that a compose file names under `include`, `extends` and `env_file`.
 * @throws `MC_COMPOSE_INVALID` when it is no YAML.
 */
export function filesNamedIn(text: string, { path, base }: NamedFile): NamedFile[] {
  const file = parsed(text, path);
  const services = Object.values(valuesOf(file['services'])).map(valuesOf);
  return [
    ...listOf(file['include']).flatMap((one) => included(one, base)),
    ...services.flatMap(({ extends: from }) => textsOf(valuesOf(from)['file']).map((name) => composeFile(name, base))),
    ...services.flatMap(({ env_file: names }) => listOf(names).flatMap((one) => variableFiles(one, base))),
  ];
}

/** What stands at the top of a compose file. */
export function parsed(text: string, path: string): Values {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 20 ms that only a trusted compose file pays
  const yaml = require('yaml') as typeof import('yaml');
  try {
    // tags such as !reset are Compose's own; what they change names no file
    return valuesOf(yaml.parse(text, { merge: true, logLevel: 'error' }));
  } catch (cause) {
    throw new MediaConduitError('MC_COMPOSE_INVALID', `${path}: ${messageOf(cause).split('\n')[0]}`, {
      hint: 'compare with the compose file reference (docs.docker.com/reference/compose-file)',
      facts: { file: path },
      cause,
    });
  }
}

/** The map, or an empty one in place of anything else: what Compose does not take, it refuses itself. */
export function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** `include` has a short form, and a long one whose names are seen from its own project folder. */
function included(entry: unknown, base: string): NamedFile[] {
  const form: Values = typeof entry === 'string' ? { path: entry } : valuesOf(entry);
  const paths = textsOf(form['path']).map((name) => resolve(base, name));
  const [project] = textsOf(form['project_directory']);
  const inner = project === undefined ? dirname(paths[0] ?? base) : resolve(base, project);
  return [
    ...paths.map((path): NamedFile => ({ path, base: inner, kind: 'compose' })),
    ...listOf(form['env_file']).flatMap((one) => variableFiles(one, base)),
  ];
}

function composeFile(name: string, base: string): NamedFile {
  const path = resolve(base, name);
  return { path, base: dirname(path), kind: 'compose' };
}

function variableFiles(entry: unknown, base: string): NamedFile[] {
  const names = typeof entry === 'string' ? [entry] : textsOf(valuesOf(entry)['path']);
  return names.map((name) => ({ path: resolve(base, name), base, kind: 'variables' }));
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}
