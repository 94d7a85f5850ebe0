import { dirname } from 'node:path';
import { parseContractRange, type ContractRange } from '../contract';
import type { ProviderType } from '../provider/provider';
import { checkManifest } from './check-manifest';
import type { ManifestNode } from './manifest-node';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import { parseYamlText } from './parse-yaml-text';
import type { ProviderManifest } from './provider-manifest';
import { providerSchema } from './provider-schema';
import { readCapabilities, union } from './read-capabilities';
import { readDependencies } from './read-dependencies';
import { readManifestId } from './read-manifest-id';
import { readManifestPath } from './read-manifest-path';
import { readModels } from './read-models';
import { readServiceReference } from './read-service-reference';
import { readVariables } from './read-variables';

const checkSchema = createSchemaCheck(providerSchema);

/** What the original core is in contract numbers. */
const GENERATION_0: ContractRange = Object.freeze({ min: 0, max: 0 });

/** Where a provider manifest comes from. */
export interface ProviderManifestSource {
  /** Absolute path of the manifest, for messages and `folder`. */
  readonly file: string;
  /** Version of the package that the manifest lies in; that of a manifest that names none. */
  readonly packageVersion?: string;
}

/**
 * Reads the text of a `MediaConduit.provider.yml` of any generation. Pure: touches no file.
 * @throws `MC_MANIFEST_INVALID` with `file:line:column` and every problem; at most 64 KiB are taken.
 */
export function parseProviderManifest(text: string, source: ProviderManifestSource): ProviderManifest {
  const problems = new ManifestProblems(source.file, text);
  const root = parseYamlText(problems);
  const isOld = !root.has('contract');
  checkManifest(root, checkSchema, isOld);
  problems.throwIfAny();
  const manifest = readManifest(root, isOld, problems);
  problems.throwIfAny();
  return { ...manifest, version: manifest.version ?? source.packageVersion };
}

function readManifest(root: ManifestNode, isOld: boolean, problems: ManifestProblems): ProviderManifest {
  const id = readManifestId(root, isOld);
  const own = readCapabilities(root.at('capabilities'), isOld);
  const models = readModels(root.at('models'), own.capabilities, isOld);
  const service = readServiceReference(root);
  return {
    id,
    name: root.at('name').text ?? id,
    description: root.at('description').text,
    version: root.at('version').text,
    author: root.at('author').text ?? root.at('author', 'name').text,
    type: readType(root, isOld),
    capabilities: union(own.capabilities, models.capabilities),
    tags: union(own.tags, models.tags, root.at('tags').texts),
    models: models.models,
    dynamicModels: models.dynamic || (root.at('dynamicModels').boolean ?? false),
    service,
    contract: readContract(root),
    ...readEntry(root),
    dependencies: readDependencies(root.at('dependencies')),
    environment: readVariables(root.at('configuration', 'environment')),
    defaultBaseUrl: root.at('defaultBaseUrl').text,
    folder: dirname(problems.file),
    file: problems.file,
    warnings: problems.warnings,
  };
}

function readType(root: ManifestNode, isOld: boolean): ProviderType {
  const node = root.at('type');
  const written = node.text;
  if (written === 'local' || written === 'remote') return written;
  const lower = written?.toLowerCase();
  if (lower === 'local' || lower === 'remote') {
    node.warn(`"type" is read as "${lower}"; write it in small letters`);
    return lower;
  }
  if (written !== undefined)
    node.problem(`"type" must be local or remote, not "${written}"`, { hint: 'write local or remote' });
  else if (isOld) root.warn('"type" is missing; read as "local" with a service, else as "remote"');
  return readServiceReference(root) ? 'local' : 'remote';
}

function readContract(root: ManifestNode): ContractRange {
  const node = root.at('contract');
  if (!node.exists) return GENERATION_0;
  const range = parseContractRange(node.text);
  if (!range) node.problem(`"contract" must be a number or a range, not "${node.text}"`, { hint: 'write 1 or "1-3"' });
  return range ?? GENERATION_0;
}

function readEntry(root: ManifestNode): Pick<ProviderManifest, 'main' | 'exportName'> {
  const planned = root.at('exports', 'provider');
  const isFile = /[/\\]|\.[cm]?[jt]s$/.test(planned.text ?? '');
  return {
    main: readManifestPath(root.at('main')) ?? (isFile ? readManifestPath(planned) : undefined),
    exportName: root.at('exportName').text ?? (isFile ? undefined : planned.text),
  };
}
