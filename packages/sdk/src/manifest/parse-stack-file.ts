import { basename, dirname } from 'node:path';
import { checkManifest } from './check-manifest';
import { checkStackNames } from './check-stack-names';
import type { Variables } from './interpolate';
import { toKebabId } from './kebab-id';
import { readablePath, type ManifestNode } from './manifest-node';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import { STACK_WORDS } from './manifest-words';
import { parseYamlText } from './parse-yaml-text';
import type { Machine } from './read-stack-limits';
import { readStackIsolation } from './read-stack-isolation';
import { readStackService } from './read-stack-service';
import type { StackDefinition, StackFeature, StackIsolation } from './stack-definition';
import { stackSchema } from './stack-schema';

const checkSchema = createSchemaCheck(stackSchema);

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
  const problems = new ManifestProblems(source.file, text, STACK_WORDS);
  const root = parseRoot(problems);
  const definition = readStack(root, source);
  problems.throwIfAny();
  return definition;
}

/**
 * The `isolation` of a stack file alone, for programs that need nothing else of it: variables need no values.
 * @throws `MC_STACK_INVALID` when the file has not the form of a stack file.
 */
export function parseStackIsolation(text: string, file: string): StackIsolation | undefined {
  return readStackIsolation(parseRoot(new ManifestProblems(file, text, STACK_WORDS)).at('isolation'));
}

function parseRoot(problems: ManifestProblems): ManifestNode {
  const root = parseYamlText(problems);
  checkManifest(root, checkSchema, false);
  problems.throwIfAny();
  return root;
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
    isolation: readStackIsolation(root.at('isolation')),
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
  return [[readablePath(node.pointer), node.place], ...members.flatMap(placesBelow)];
}
