import { MediaConduitError } from '@mediaconduit/sdk';
import { providerClasses, type ClassFacts } from './class-facts';
import type { Draft } from './draft';
import { child, children, nameOfNode } from './script';
import type { Scripts } from './scripts';
import { below, folderOf, isIn, isManifest, isTest } from './wanted-files';

/** A provider in the folder. */
export interface FoundProvider {
  /** Folder of its package, '' for the top. */
  readonly root: string;
  /** Its manifest, where it has one. */
  readonly manifest: string | undefined;
  /** Its class, where one can be told. */
  readonly facts: ClassFacts | undefined;
}

/**
 * The provider of the folder, by its manifest, else by its class.
 * @throws `MC_MIGRATION_INPUT_INVALID` where there are several: each is a package of its own.
 */
export function findProvider(draft: Draft, scripts: Scripts): FoundProvider | undefined {
  const manifests = draft.paths.filter((path) => isManifest(path, 'provider'));
  if (manifests.length > 1) throw several(manifests.map(folderOf));
  const [manifest] = manifests;
  const root = manifest === undefined ? undefined : folderOf(manifest);
  const classes = scripts.paths
    .filter((path) => !isTest(path) && (root === undefined || isIn(path, root)))
    .flatMap((path) => classesOf(path, scripts));
  const facts = chosenOf(classes, scripts);
  if (root !== undefined) return { root, manifest, facts };
  if (classes.length === 0) return undefined;
  if (!facts) throw several(classes.map(({ path }) => folderOf(path)));
  return { root: packageFolder(facts.path, draft), manifest, facts };
}

function classesOf(path: string, scripts: Scripts): ClassFacts[] {
  const program = scripts.program(path);
  return program ? providerClasses(path, program) : [];
}

/** The only one, else the one that is handed out as default. */
function chosenOf(classes: readonly ClassFacts[], scripts: Scripts): ClassFacts | undefined {
  if (classes.length === 1) return classes[0];
  const names = scripts.paths.filter((path) => !isTest(path)).flatMap((path) => defaultsOf(path, scripts));
  const found = classes.filter(({ isDefault, name }) => isDefault || names.includes(name));
  return found.length === 1 ? found[0] : undefined;
}

/** `export { CowsayProvider as default } from './CowsayProvider'` */
function defaultsOf(path: string, scripts: Scripts): string[] {
  const specifiers = children(scripts.program(path), 'body')
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap((statement) => children(statement, 'specifiers'));
  return specifiers.flatMap((one) =>
    nameOfNode(child(one, 'exported')) === 'default' ? (nameOfNode(child(one, 'local')) ?? []) : [],
  );
}

function packageFolder(path: string, draft: Draft): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folder === '' || draft.exists(below(folder, 'package.json'))) return folder;
  }
}

function several(folders: readonly string[]): MediaConduitError {
  const each = [...new Set(folders)].map((folder) => (folder === '' ? '.' : folder));
  return new MediaConduitError(
    'MC_MIGRATION_INPUT_INVALID',
    `The folder holds more than one provider: ${each.slice(0, 10).join(', ')}${each.length > 10 ? ' …' : ''}.`,
    { hint: `name the folder of one of them: mediaconduit migrate ${each[0]}`, facts: { folders: each } },
  );
}
