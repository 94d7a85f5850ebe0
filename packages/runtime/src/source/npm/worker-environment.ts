import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { processEnvironment } from '../../engine/process/process-environment';

type Variables = Readonly<Record<string, string | undefined>>;

/** npm's own settings, and the certificates that a company's registry needs. */
const FOR_NPM = /^(?:npm_config_.*|NODE_EXTRA_CA_CERTS|PREFIX)$/i;
/** What changes a program, whoever names it. */
const NEVER = /^(?:NODE_OPTIONS|NODE_PATH|LD_.*|DYLD_.*)$/i;
const REFERENCE = /\$\{([^}?:-]+)[^}]*\}/g;

/** The environment of the process that talks to registries: of our secrets only those that an `.npmrc` names as `${NAME}`. */
export function workerEnvironment(ours: Variables, projectFolder: string): Record<string, string> {
  const texts = npmrcFiles(ours, projectFolder).map(textOf);
  const names = new Set(texts.flatMap((text) => [...text.matchAll(REFERENCE)].map(([, name = '']) => name.trim())));
  const wanted = Object.entries(ours).filter(([name]) => (FOR_NPM.test(name) || names.has(name)) && !NEVER.test(name));
  return processEnvironment(ours, Object.fromEntries(wanted));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function npmrcFiles(variables: Variables, projectFolder: string): string[] {
  const setting = (name: string): string | undefined =>
    variables[`npm_config_${name}`] ?? variables[`NPM_CONFIG_${name.toUpperCase()}`];
  const home = variables['HOME'] ?? variables['USERPROFILE'];
  const prefix = setting('prefix') ?? variables['PREFIX'] ?? dirname(dirname(process.execPath));
  const user = setting('userconfig') ?? (home === undefined ? undefined : join(home, '.npmrc'));
  const ofMachine = setting('globalconfig') ?? join(prefix, 'etc', 'npmrc');
  return [...foldersAbove(projectFolder).map((folder) => join(folder, '.npmrc')), user ?? '', ofMachine].filter(
    Boolean,
  );
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}
