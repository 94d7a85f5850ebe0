import { basename, dirname } from 'node:path';
import { createYamlParser, toKebabId, type ManifestNode } from '@mediaconduit/sdk/manifest';
import type { Variables } from '../config/interpolate';
import { checkStackNames } from './check-stack-names';
import { readIsolation } from './read-isolation';
import type { Machine } from './read-stack-limits';
import { readStackService } from './read-stack-service';
import type { StackDefinition, StackFeature, StackIsolation } from './stack-definition';
import { stackSchema } from './stack-schema';
import { STACK_WORDS } from './stack-words';

const parseYaml = createYamlParser({ schema: stackSchema, words: STACK_WORDS });

/** Where a stack file comes from and where it is to run. */
export interface StackFileSource {
  /** Absolute path of the file, for messages and `folder`. */
  readonly file: string;
  /** Whose overrides count. Default: the platform we run on. */
  readonly platform?: NodeJS.Platform;
  /** The user's variables. Default: none. */
  readonly variables?: Variables;
  /** Limits above what it has are problems. Default: none is. */
  readonly machine?: Machine;
}

/**
 * Reads the text of a `mediaconduit.yml`. Pure: touches no file.
 * @throws `MC_STACK_INVALID` with `file:line:column` and every problem, `MC_DEPENDENCY_CYCLE` when circles are all that
 * is wrong; at most 64 KiB are taken.
 */
export function parseStackFile(text: string, source: StackFileSource): StackDefinition {
  const root = parseYaml(text, source.file);
  const definition = readStack(root, source);
  root.throwIfAny();
  return definition;
}

/**
 * The `isolation` of a stack file alone, for programs that need nothing else of it: variables need no values.
 * @throws `MC_STACK_INVALID` when the file has not the form of a stack file.
 */
export function parseStackIsolation(text: string, file: string): StackIsolation | undefined {
  return readIsolation(parseYaml(text, file).at('isolation'));
}

function readStack(root: ManifestNode, source: StackFileSource): StackDefinition {
  const { file, platform = process.platform, variables = {}, machine } = source;
  const context = { file, platform, variables, machine };
  const services = root.at('services').entries.map(([name, node]) => readStackService(name, node, context));
  checkStackNames(root, services);
  const groups = root.at('groups').entries.map(([name, node]) => {
    return [name, { concurrent: node.at('concurrent').number ?? 1 }] as const;
  });
  return {
    name: root.at('name').text ?? defaultName(file),
    file,
    folder: dirname(file),
    platform,
    providers: root.at('providers').texts,
    isolation: readIsolation(root.at('isolation')),
    services: Object.fromEntries(services.map((service) => [service.name, service])),
    features: Object.fromEntries(root.at('features').entries.map(([name, node]) => [name, readFeature(node)])),
    groups: Object.fromEntries(groups),
    places: Object.fromEntries(placesBelow(root)),
  };
}

function defaultName(file: string): string {
  const name = toKebabId(basename(dirname(file)))
    .slice(0, 64)
    .replace(/-$/, '');
  return /^[a-z]/.test(name) ? name : 'stack';
}

function readFeature(node: ManifestNode): StackFeature {
  const list = node.at('services').exists ? node.at('services') : node;
  return { services: list.texts, default: node.at('default').boolean ?? true };
}

function placesBelow(node: ManifestNode): [string, string][] {
  const members = [...node.items, ...node.entries.map(([, value]) => value)];
  return [[node.path, node.place], ...members.flatMap(placesBelow)];
}
