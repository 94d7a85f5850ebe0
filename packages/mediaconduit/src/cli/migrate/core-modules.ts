import { posix } from 'node:path';
import type { ModuleRequest } from './module-requests';
import { below, folderOf, nameOf } from './wanted-files';

/** The package of the original core, and of ours. */
export const CORE = '@mediaconduit/mediaconduit';
/** What providers are written against. */
export const SDK = '@mediaconduit/sdk';

/** Names that are the same in the SDK as in the core: everything else of the core is for old providers. */
const VALUES = new Set(['Audio', 'Image', 'Model3D', 'Text', 'Video']);
const TYPES = new Set(
  ['AudioRole', 'ImageRole', 'TextRole', 'VideoRole', 'AudioFormat', 'ImageFormat', 'VideoFormat'].concat(...VALUES),
);

/** Extensions that a request may leave out. */
const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'];

/** Modules of the core by their paths below `media`; in other folders providers have files of their own. */
const MODULES = new RegExp(
  '^(?:types/provider|(?:assets|capabilities|models/abstracts)(?:/.+)?' +
    '|registry/(?:ProviderRegistry|ServiceRegistry|bootstrap|serviceBootstrap)' +
    '|utils/(?:GenerationPromptHelper|execAsync|fluentWrappers))$',
);
const FILES = new Set([
  ...['providers/AbstractProvider', 'providers/docker/AbstractDockerProvider', 'providers/docker/DockerMediaProvider'],
  'services/DockerComposeService',
]);

/** Names that tsconfig.json of the original core, and of copies of it, gives to its sources; no package has them. */
const ALIAS = /^(?:[@~]\/(?:src\/)?|@src\/|src\/)/;
/** Those that a package may have too. */
const NAME = /^@?(?=media\/)|^@(?=(?:assets|capabilities|models|registry)(?:\/|$))/;

/** Where the original core keeps its modules. */
const CORE_LAYOUT = /^(?:.*\/)?(?:src\/)?media(?=\/)/;

/**
 * The module of the core that a request names, as a path below its `media` (`types/provider`), '' for the core itself;
 * `undefined` for any other module.
 * @param exists whether the folder that is migrated has the file.
 */
export function coreModuleOf(specifier: string, from: string, exists: (path: string) => boolean): string | undefined {
  if (specifier === CORE) return '';
  if (specifier.startsWith(`${CORE}/`)) {
    const path = specifier.slice(CORE.length).replace(/^\/(?:(?:dist|lib|build)\/)?(?:src\/)?(?:media\/)?/, '');
    return path === '/package.json' || path === 'package.json' ? undefined : withoutEnding(path);
  }
  if (!/^\.{1,2}\//.test(specifier)) return aliasedModule(specifier, exists);
  const target = posix.normalize(posix.join(folderOf(from) || '.', specifier));
  const isThere = moduleFiles(target).some(exists);
  const path = withoutEnding(target);
  const inLayout = CORE_LAYOUT.exec(path) ? path.replace(CORE_LAYOUT, '').slice(1) : undefined;
  if (inLayout !== undefined && isCorePath(inLayout)) return inLayout;
  if (isThere || specifier.startsWith('./')) return undefined;
  return coreTail(withoutEnding(specifier));
}

/** Below `src`, what a name of a folder in tsconfig.json leads to: `@/media/assets` → `media/assets`; `undefined` for none. */
export function aliasedPath(specifier: string, exists: (path: string) => boolean): string | undefined {
  if (ALIAS.test(specifier)) return specifier.replace(ALIAS, '');
  if (!NAME.test(specifier)) return undefined;
  const path = specifier.replace(NAME, '');
  const isOwn = isCorePath(withoutEnding(path).replace(/^media\//, '')) || aliasedFiles(path).some(exists);
  return isOwn ? path : undefined;
}

/** Whether imports by that name, or by that pattern of `paths` in tsconfig.json, are followed. */
export function isFolderName(name: string): boolean {
  return ALIAS.test(name) || NAME.test(name);
}

/** The files below `src`, or at the top, that an aliased path may mean. */
export function aliasedFiles(path: string): string[] {
  return [below('src', path), path].flatMap(moduleFiles);
}

function aliasedModule(specifier: string, exists: (path: string) => boolean): string | undefined {
  const aliased = aliasedPath(specifier, exists);
  if (aliased === undefined) return undefined;
  const path = withoutEnding(aliased);
  const inside = path.replace(/^media\//, '');
  if (inside !== path && isCorePath(inside)) return inside;
  return aliasedFiles(aliased).some(exists) ? undefined : coreTail(path);
}

/** A file of the core itself that lies in the folder: it comes from the package now. */
export function isCoreFile(path: string): boolean {
  const module = withoutEnding(path);
  const [layout] = CORE_LAYOUT.exec(module) ?? [];
  if (layout === undefined) return /^(?:.*\/)?src\/services\/DockerComposeService$/.test(module);
  const inside = module.slice(layout.length + 1);
  return isCorePath(inside) || inside === 'providers/index' || inside === 'index';
}

/** Which of our packages the module, or what is taken of it, comes from. */
export function publishedName({ isExport, names = [] }: Pick<ModuleRequest, 'isExport' | 'names'>): string {
  const known = isExport ? VALUES : TYPES;
  return names.length > 0 && names.every((name) => known.has(name)) ? SDK : CORE;
}

/** A static service of the original core: `…/services/CowsayDockerService`. */
export function isStaticService(specifier: string): boolean {
  return (
    (specifier.startsWith('.') || isFolderName(specifier)) &&
    /\/services\/\w+DockerService(?:\.[jt]s)?$/.test(specifier)
  );
}

/** The files that a path without an extension may mean. */
export function moduleFiles(path: string): string[] {
  const source = path.replace(/\.([cm]?)js$/, '.$1ts');
  const files = ENDINGS.flatMap((ending) => [path + ending, below(path, `index${ending}`)]);
  return [...new Set([...files, source])];
}

/** Without the extension of a script and a closing `/index`. */
function withoutEnding(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').replace(/\/(?:index)?$/, '');
}

function isCorePath(path: string): boolean {
  return MODULES.test(path) || FILES.has(path) || FILES.has(`providers/${path}`);
}

/** A relative path that leaves the folder, by what of it is known: copies of a provider lie elsewhere than the original. */
function coreTail(specifier: string): string | undefined {
  const tail = specifier.replace(/^(?:\.{1,2}\/)+/, '').replace(/^(?:src\/)?(?:media\/)?/, '');
  if (isCorePath(tail)) return tail;
  return [...FILES].find((file) => nameOf(file) === tail || file.endsWith(`/${tail}`));
}
