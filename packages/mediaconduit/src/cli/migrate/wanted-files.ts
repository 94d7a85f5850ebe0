import { MANIFEST_NAMES, type ManifestKind } from '@mediaconduit/sdk/manifest';

const SCRIPT = /\.[cm]?[jt]sx?$/;
const DECLARATION = /\.d\.[cm]?ts$/;
const COMPOSE = /^(?:docker-)?compose\.ya?ml$/;
const SETTINGS = new Set(['package.json', '.npmrc', 'tsconfig.json']);

/** A module of the provider in TypeScript or JavaScript. */
export function isScript(path: string): boolean {
  return SCRIPT.test(path) && !DECLARATION.test(path) && !/\.min\.js$/.test(path);
}

/** A script that only tests load. */
export function isTest(path: string): boolean {
  return /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:tests?|__tests__|__mocks__|examples?)\//.test(path);
}

/** Whether the file is one of the names of a manifest. */
export function isManifest(path: string, kind: ManifestKind): boolean {
  return MANIFEST_NAMES[kind].some((name) => name === nameOf(path));
}

/** The compose file of a service by its usual names; those for other machines have names of their own. */
export function isCompose(path: string): boolean {
  return COMPOSE.test(nameOf(path));
}

/** Whether a migration has to read the file. */
export function isWanted(path: string): boolean {
  const name = nameOf(path);
  return (
    isScript(path) ||
    isCompose(path) ||
    isManifest(path, 'provider') ||
    isManifest(path, 'service') ||
    SETTINGS.has(name)
  );
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path, '' for the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path below a folder, which may be the top. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether the path is the folder or lies in it. */
export function isIn(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
