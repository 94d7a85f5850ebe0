import type { Draft } from './draft';
import type { FoundProvider } from './find-provider';
import { below, folderOf, isCompose, isIn, isManifest } from './wanted-files';

/** A service in the folder. */
export interface FoundService {
  readonly folder: string;
  /** Its manifest, where it has one. */
  readonly manifest: string | undefined;
  /** Its compose file, where it has one of a usual name. */
  readonly compose: string | undefined;
}

/** Folders in which services of the original core lay. */
const PLACES = /^(?:services\/[^/]+|service|docker|docker-services(?:\/[^/]+)?)$/;

/** Services by their manifests, and by compose files where only a service has one. */
export function findServices(draft: Draft, provider: FoundProvider | undefined): FoundService[] {
  const { paths } = draft;
  const manifests = paths.filter((path) => isManifest(path, 'service'));
  const described = manifests.map((manifest) => ({ manifest, ...composeIn(folderOf(manifest), paths) }));
  const composed = paths.filter(isCompose).map(folderOf);
  const bare = [...new Set(composed)].filter(
    (folder) =>
      !described.some((one) => one.folder === folder) && isService(folder, { provider, count: described.length }),
  );
  return [...described, ...bare.map((folder) => ({ manifest: undefined, ...composeIn(folder, paths) }))];
}

function composeIn(folder: string, paths: readonly string[]): { folder: string; compose: string | undefined } {
  return { folder, compose: paths.find((path) => isCompose(path) && folderOf(path) === folder) };
}

/** A compose file at the top of a provider may be there for its tests, if the provider names another service. */
function isService(folder: string, known: { provider: FoundProvider | undefined; count: number }): boolean {
  const { count, provider } = known;
  const place = provider && isIn(folder, provider.root) && folder !== '' ? inside(folder, provider.root) : folder;
  if (PLACES.test(place)) return true;
  if (!provider) return folder === '';
  const namesAnother = provider.manifest !== undefined || provider.facts?.serviceUrl !== undefined;
  return folder === provider.root && count === 0 && !namesAnother;
}

function inside(folder: string, root: string): string {
  return root === '' ? folder : folder.slice(below(root, '').length);
}
