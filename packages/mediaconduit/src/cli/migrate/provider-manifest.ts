import { CAPABILITIES, type ProviderManifest } from '@mediaconduit/sdk';
import { parseProviderManifest } from '@mediaconduit/sdk/manifest';
import { capabilitiesInPlace } from './capability-spelling';
import type { Draft } from './draft';
import { tellDropped } from './dropped-keys';
import { modelIds, takeModelMap } from './model-map';
import { moveUnknownKeys } from './unknown-keys';
import { YamlText } from './yaml-text';

/** A provider manifest of the original core, and what is known besides. */
export interface ProviderManifestSource {
  /** Relative to the folder that is migrated. */
  readonly path: string;
  /** Absolute, for messages. */
  readonly file: string;
  readonly text: string;
  /** 0 for classes that are made as in the original core, 1 for those that extend `BaseProvider`. */
  readonly contract: number;
  /** The service beside it that stands for the one it names: `./services/cowsay`. */
  readonly ownService: (manifest: ProviderManifest) => string | undefined;
}

/**
 * Rewrites the manifest in place, as one of today that means the same.
 * @throws `MC_MANIFEST_INVALID` with `file:line:column` for one that even older readers do not take.
 */
export function convertProviderManifest(source: ProviderManifestSource, draft: Draft): ProviderManifest {
  const { file, path } = source;
  const old = parseProviderManifest(source.text, { file });
  const yaml = new YamlText(path, source.text, 'MC_MANIFEST_INVALID');
  convertIdentity(yaml, old);
  convertType(yaml, old);
  convertModels(yaml, old, draft);
  convertService(yaml, old, source.ownService(old));
  convertEntry(yaml, old);
  yaml.remove(['dependencies']); // package.json has them
  if (!yaml.has(['contract'])) yaml.add([], 'contract', source.contract, { first: true });
  const before = new YamlText(path, source.text, 'MC_MANIFEST_INVALID');
  tellDropped(before, yaml, convertedKeys(before, old), draft);
  moveUnknownKeys(yaml, (text) => void parseProviderManifest(text, { file }), draft);
  draft.write(path, yaml.text);
  return { ...parseProviderManifest(yaml.text, { file }), dependencies: old.dependencies };
}

function convertIdentity(yaml: YamlText, { id }: ProviderManifest): void {
  if (!yaml.has(['id'])) yaml.add([], 'id', id, { first: true });
  else if (yaml.value(['id']) !== id) yaml.replace(['id'], id);
}

function convertType(yaml: YamlText, { type }: ProviderManifest): void {
  if (!yaml.has(['type'])) yaml.add([], 'type', type, { after: yaml.has(['name']) ? 'name' : 'id' });
  else if (yaml.value(['type']) !== type) yaml.replace(['type'], type);
}

/** Keys of older forms, by what stands for them now. */
function convertedKeys(yaml: YamlText, { dependencies, service }: ProviderManifest): Set<string> {
  const overrides = Object.keys(service?.overrides ?? {}).map((key) => `serviceConfig.${key}`);
  const packages = Object.keys(dependencies).map((name) => `dependencies.${name}`);
  if (!yaml.isMap(['dependencies'])) packages.push('dependencies');
  const models = ['dynamic', 'capabilities', ...modelIds(yaml)].map((key) => `models.${key}`);
  return new Set([...overrides, ...packages, ...models, 'serviceUrl', 'dependencies.services', 'exports.provider']);
}

/** A map of models had them by their ids, or said that the service knows them itself, and what they can do. */
function convertModels(yaml: YamlText, old: ProviderManifest, draft: Draft): void {
  capabilitiesInPlace(yaml, ['capabilities']);
  if (yaml.isMap(['models'])) convertModelMap(yaml, old, draft);
  for (let index = 0; index < yaml.count(['models']); index++) {
    const capabilities = ['models', index, 'capabilities'];
    if (yaml.has(capabilities)) capabilitiesInPlace(yaml, capabilities);
  }
}

function convertModelMap(yaml: YamlText, old: ProviderManifest, draft: Draft): void {
  const { models, shared } = takeModelMap(yaml);
  if (models.length > 0)
    draft.note(`${yaml.file}: the map of models is a list now: ${models.map(({ id }) => id).join(', ')}`);
  const listed = yaml.value(['capabilities']);
  yaml.remove(['models']);
  if (models.length > 0) yaml.add([], 'models', models);
  if (old.dynamicModels && !yaml.has(['dynamicModels'])) yaml.add([], 'dynamicModels', true);
  const missing = old.capabilities.filter((one) => !Array.isArray(listed) || !listed.includes(one));
  if (missing.length > 0) {
    const tags = Array.isArray(listed) ? listed.filter((one) => !CAPABILITIES.some((known) => known === one)) : [];
    yaml.remove(['capabilities']);
    yaml.add([], 'capabilities', [...old.capabilities, ...(tags as unknown[])], { after: 'type' });
  }
  const kept = shared.flatMap(([key, value]) => (keep(yaml, key, value) ? [key] : []));
  if (kept.length > 0)
    draft.note(`${yaml.file}: what "models" said besides stands under metadata now: ${kept.join(', ')}`);
}

/** Under `metadata`, unless that is something else than a map. */
function keep(yaml: YamlText, key: string, value: unknown): boolean {
  if (!yaml.has(['metadata'])) yaml.add([], 'metadata', { [key]: value });
  else if (yaml.isMap(['metadata'])) yaml.add(['metadata'], key, value);
  else return false;
  return true;
}

function convertService(yaml: YamlText, { service }: ProviderManifest, own: string | undefined): void {
  if (yaml.has(['service'])) return;
  const old = ['serviceUrl', 'serviceConfig'].filter((key) => yaml.has([key]));
  if (service === undefined && own === undefined) {
    for (const key of old) yaml.remove([key]);
    return;
  }
  const identifier = own ?? service?.identifier;
  const overrides = service?.overrides;
  const value = overrides === undefined ? identifier : { identifier, ...overrides };
  yaml.add([], 'service', value, { after: old[0] ?? 'type' });
  for (const key of old) yaml.remove([key]);
}

/** `exports.provider` was a file or a name. */
function convertEntry(yaml: YamlText, { exportName, main }: ProviderManifest): void {
  if (!yaml.has(['exports'])) return;
  yaml.remove(['exports']);
  if (main !== undefined && !yaml.has(['main'])) yaml.add([], 'main', main);
  if (exportName !== undefined && !yaml.has(['exportName'])) yaml.add([], 'exportName', exportName);
}
