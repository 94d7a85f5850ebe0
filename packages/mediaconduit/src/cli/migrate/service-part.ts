import { join } from 'node:path';
import type { ServiceDefinition } from '@mediaconduit/sdk';
import { isServiceManifestOfToday, parseServiceDefinition } from '@mediaconduit/sdk/manifest';
import { convertCompose } from './compose-file';
import { composeFacts, type ComposeFacts } from './compose-facts';
import type { Draft } from './draft';
import type { FoundService } from './find-services';
import { kebabId } from './kebab-id';
import { convertServiceManifest, tellGuess } from './service-manifest';
import { lineAt } from './text-edits';
import { below, nameOf } from './wanted-files';
import { blockOf } from './yaml-snippet';
import { YamlText } from './yaml-text';

/** A service as it is to be. */
export interface ServicePart {
  readonly kind: 'service';
  readonly id: string;
  /** Relative to the folder that is migrated, '' for the top. */
  readonly folder: string;
  readonly manifest: string;
  /** Its compose file, where it has one. */
  readonly compose?: string;
}

/** What is known of a service that has no manifest. */
export interface ServiceGuess {
  /** Name of the folder that is migrated, for a service at its top. */
  readonly topName: string;
  readonly capabilities: readonly string[];
}

/** Brings the manifest and the compose file of a service up to date. */
export function migrateService(found: FoundService, guess: ServiceGuess, draft: Draft): ServicePart {
  const { folder } = found;
  const definition = found.manifest === undefined ? describe(found, guess, draft) : convert(found.manifest, draft);
  const manifest = found.manifest ?? below(folder, 'MediaConduit.service.yml');
  const compose = definition.docker?.composeFile;
  const file = compose === undefined ? undefined : below(folder, compose.replace(/^\.\//, ''));
  const text = file === undefined ? undefined : draft.text(file);
  if (file !== undefined && text !== undefined) convertCompose(file, text, draft);
  return { kind: 'service', id: definition.id, folder, manifest, ...(file !== undefined && { compose: file }) };
}

function convert(manifest: string, draft: Draft): ServiceDefinition {
  const text = draft.text(manifest) ?? '';
  const file = join(draft.tree.folder, manifest);
  const yaml = new YamlText(manifest, text, 'MC_MANIFEST_INVALID');
  if (isServiceManifestOfToday((key) => yaml.has([key]))) return parseServiceDefinition(text, { file });
  const folder = manifest.slice(0, manifest.length - nameOf(manifest).length);
  const compose = ({ docker }: ServiceDefinition): ComposeFacts | undefined => {
    const path = docker?.composeFile === undefined ? undefined : folder + docker.composeFile.replace(/^\.\//, '');
    const found = path === undefined ? undefined : draft.text(path);
    return path === undefined || found === undefined
      ? undefined
      : composeFacts(path, found, { name: docker?.serviceName, port: docker?.hostPort ?? docker?.containerPort });
  };
  const exists = (path: string): boolean => draft.exists(folder + path.replace(/^\.\//, ''));
  return convertServiceManifest({ path: manifest, file, text, exists, compose }, draft);
}

const SCHEMA =
  '# yaml-language-server: $schema=node_modules/@mediaconduit/sdk/schemas/mediaconduit.service.schema.json\n';

/** The manifest of a service that had none: what its compose file says. */
function describe({ compose, folder }: FoundService, guess: ServiceGuess, draft: Draft): ServiceDefinition {
  const file = compose ?? below(folder, 'docker-compose.yml');
  const facts = composeFacts(file, draft.text(file) ?? '');
  const name = nameOf(folder) === 'service' || folder === '' || folder === 'docker' ? guess.topName : nameOf(folder);
  const short = kebabId(name, 'service').replace(/-(?:provider|service)$/, '');
  const members = {
    id: `${short}-service`,
    name: `${short.charAt(0).toUpperCase()}${short.slice(1)}`,
    capabilities: guess.capabilities,
    docker: { composeFile: nameOf(file), ...(facts && { serviceName: facts.service }) },
    readiness: { path: facts?.healthPath ?? '/health' },
  };
  const blocks = Object.entries(members).map(([key, value]) => blockOf(key, value, { indent: '', eol: '\n' }));
  const path = below(folder, 'MediaConduit.service.yml');
  const text = SCHEMA + blocks.join('');
  draft.write(path, text);
  if (guess.capabilities.length === 0) {
    draft.todo({
      file: path,
      line: lineOf(text, 'capabilities:'),
      what: 'write its capabilities, such as [text-to-text]',
      why: 'a compose file does not say what a service can do',
    });
  }
  if (facts?.isGuess === true) tellGuess(path, { line: lineOf(text, 'docker:') + 2, services: facts.services }, draft);
  if (facts?.healthPath === undefined) {
    draft.todo({
      file: path,
      line: lineOf(text, 'readiness:'),
      what: 'check readiness.path',
      why: 'nothing says where the service answers when it is ready; GET has to answer 2xx there',
    });
  }
  return parseServiceDefinition(text, { file: join(draft.tree.folder, path) });
}

function lineOf(text: string, key: string): number {
  return lineAt(text, text.indexOf(`\n${key}`) + 1);
}
