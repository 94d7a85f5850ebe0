import { basename } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { migrateApplication, type ApplicationPart } from './application-part';
import { Draft, type FileChange, type Todo } from './draft';
import { findProvider, type FoundProvider } from './find-provider';
import { findServices } from './find-services';
import { migrateProvider, type ProviderPart } from './provider-part';
import { Scripts } from './scripts';
import { migrateService, type ServicePart } from './service-part';
import type { SourceTree } from './source-tree';
import { isCompose, isManifest, nameOf } from './wanted-files';

/** What a folder was found to hold. */
export type MigratedPart = ProviderPart | ServicePart | ApplicationPart;

/** What a migration would do; nothing of it is done yet. */
export interface MigrationPlan {
  readonly parts: readonly MigratedPart[];
  /** In the order in which they are written, so that one that ends half-way can go on. */
  readonly changes: readonly FileChange[];
  readonly todos: readonly Todo[];
  readonly notes: readonly string[];
}

/**
 * Finds what a folder holds and what has to change. Pure: reads and writes nothing.
 * @param rangeOf the range of a package that the project around the folder uses.
 * @throws `MC_MIGRATION_INPUT_INVALID`, `MC_MANIFEST_INVALID`, `MC_COMPOSE_INVALID`, each with its place.
 */
export function planMigration(tree: SourceTree, rangeOf: (name: string) => string | undefined): MigrationPlan {
  const draft = new Draft(tree);
  const scripts = new Scripts(draft);
  tellUnread(draft);
  const provider = findProvider(draft, scripts);
  const found = findServices(draft, provider);
  const application = migrateApplication(draft, scripts);
  if (!provider && !application && found.length === 0) throw nothingOld(tree);
  const guess = { topName: topNameOf(tree.folder, provider), capabilities: provider?.facts?.capabilities ?? [] };
  const services = found.map((service) => migrateService(service, guess, draft));
  const migrated = provider && migrateProvider(provider, { scripts, services, rangeOf }, draft);
  const parts = [migrated ?? [], services, application ?? []].flat();
  const changes = draft.changes().sort((a, b) => stageOf(a) - stageOf(b));
  return { parts, changes, todos: draft.todos, notes: draft.notes };
}

/** A manifest that cannot be read leaves nothing to go by; a link may lead to files of others. */
function tellUnread(draft: Draft): void {
  for (const { path, reason } of draft.tree.unread) {
    if (
      isManifest(path, 'provider') ||
      isManifest(path, 'service') ||
      isCompose(path) ||
      nameOf(path) === 'package.json'
    ) {
      throw new MediaConduitError('MC_MIGRATION_INPUT_INVALID', `${path} ${reason}.`, {
        hint: 'save it as UTF-8; nothing was changed',
        facts: { file: path },
      });
    }
    draft.todo({ file: path, what: 'look at it by hand', why: `it ${reason}, and was left as it is` });
  }
  for (const path of draft.tree.links) draft.note(`${path} is a link: it was neither followed nor changed`);
}

function topNameOf(folder: string, provider: FoundProvider | undefined): string {
  const { id, name } = provider?.facts ?? {};
  return id ?? name?.replace(/Provider$/, '') ?? basename(folder);
}

function nothingOld({ folder, paths }: SourceTree): MediaConduitError {
  const what = paths.size === 0 ? 'is empty' : 'holds no provider and no service';
  const mesh = [...paths].find((path) => /(?:^|\/)service_mesh\.ya?ml(?:\.example)?$/.test(path));
  const usual =
    'name the folder of a provider (its manifest, or the class of one) or of a service (its manifest, or a compose file)';
  return new MediaConduitError('MC_MIGRATION_INPUT_INVALID', `The folder ${folder} ${what}.`, {
    hint: mesh === undefined ? usual : `${mesh} needs no migration: a mesh reads it as it is`,
    facts: { folder, files: paths.size },
  });
}

/** What takes something over is written before that is taken away where it was. */
function stageOf({ kind, path }: FileChange): number {
  if (kind === 'deleted') return 4;
  if (nameOf(path) === 'package.json') return 0;
  if (isManifest(path, 'service') || isCompose(path)) return 2;
  if (isManifest(path, 'provider')) return 3;
  return 1;
}
