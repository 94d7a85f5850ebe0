import { join, posix } from 'node:path';
import type { ProviderManifest } from '@mediaconduit/sdk';
import { parseProviderManifest } from '@mediaconduit/sdk/manifest';
import { addExtras } from './extras';
import { CORE } from './core-modules';
import type { Draft } from './draft';
import type { FoundProvider } from './find-provider';
import { identifierName } from './identifier-name';
import { migrateScripts } from './migrate-scripts';
import { newProviderManifest } from './new-provider-manifest';
import { JsonText } from './package-json';
import { ensureEntry } from './provider-entry';
import { convertProviderManifest } from './provider-manifest';
import { convertPackage } from './provider-package';
import type { Scripts } from './scripts';
import type { ServicePart } from './service-part';
import { below, isIn, nameOf } from './wanted-files';
import { YamlText } from './yaml-text';

/** A provider as it is to be. */
export interface ProviderPart {
  readonly kind: 'provider';
  readonly id: string;
  /** Relative to the folder that is migrated, '' for the top. */
  readonly folder: string;
  readonly manifest: string;
}

/** What a provider is migrated with. */
export interface ProviderSurroundings {
  readonly scripts: Scripts;
  readonly services: readonly ServicePart[];
  /** Range of a package that the project around the folder uses. */
  readonly rangeOf: (name: string) => string | undefined;
}

/** Brings manifest, code and package of a provider up to date. One of today is left as it is. */
export function migrateProvider(found: FoundProvider, around: ProviderSurroundings, draft: Draft): ProviderPart {
  const state = stateOf(found.manifest, draft);
  const own = ownServices(found.root, around.services);
  if (state === 'new') return partOf(found, readManifest(found.manifest ?? '', draft));
  const code = migrateScripts(found, { hasService: own.length > 0, scripts: around.scripts }, draft);
  const contract = code.extendsBaseProvider ? 1 : 0;
  const name = found.manifest ?? below(found.root, 'MediaConduit.provider.yml');
  const manifest =
    state === 'none'
      ? create(found, { path: name, contract, own, variables: code.variables }, draft)
      : convertManifest(found.manifest ?? '', { contract, own, isDone: state === 'converted' }, draft);
  if (state !== 'converted') {
    const entry = ensureEntry({ root: found.root, main: manifest.main, facts: found.facts }, draft, around.scripts);
    const imports = new Map([...code.others].sort().map((one) => [one, around.rangeOf(one)]));
    const services = own.flatMap((service) => publishedWith(found.root, service));
    const needsCore = code.packages.has(CORE);
    const more = { root: found.root, manifest, manifestName: nameOf(name), entry, needsCore, imports, services };
    convertPackage(more, draft);
    addExtras({ ...more, id: manifest.id }, draft);
    if (contract === 0) {
      const file = nameOf(name);
      draft.note(`${file}: contract 0 is the original core's; mediaconduit conformance says what contract 1 asks for`);
    }
    if (draft.tree.ignored.has(below(found.root, 'dist'))) {
      const why = 'what was built is still of the old sources, and is what is loaded';
      draft.todo({ file: below(found.root, 'package.json'), what: 'npm run build', why });
    }
  }
  return partOf(found, manifest);
}

function partOf({ manifest, root }: FoundProvider, { id }: ProviderManifest): ProviderPart {
  return { kind: 'provider', id, folder: root, manifest: manifest ?? below(root, 'MediaConduit.provider.yml') };
}

/** `converted`: by an earlier migration, of which scripts may be left. */
function stateOf(manifest: string | undefined, draft: Draft): 'none' | 'old' | 'converted' | 'new' {
  if (manifest === undefined) return 'none';
  const yaml = new YamlText(manifest, draft.text(manifest) ?? '', 'MC_MANIFEST_INVALID');
  if (!yaml.has(['contract'])) return 'old';
  return String(yaml.value(['contract'])) === '0' ? 'converted' : 'new';
}

function readManifest(path: string, draft: Draft): ProviderManifest {
  return parseProviderManifest(draft.text(path) ?? '', { file: join(draft.tree.folder, path) });
}

function ownServices(root: string, services: readonly ServicePart[]): ServicePart[] {
  return services.filter(({ folder }) => isIn(folder, root));
}

/** What of a service goes into the package of its provider. */
function publishedWith(root: string, { compose, folder, manifest }: ServicePart): string[] {
  const place = posix.relative(root, folder);
  return place === '' ? [manifest, ...(compose === undefined ? [] : [compose])].map(nameOf) : [place];
}

interface OwnParts {
  readonly contract: number;
  readonly own: readonly ServicePart[];
}

function convertManifest(
  path: string,
  { contract, isDone, own }: OwnParts & { isDone: boolean },
  draft: Draft,
): ProviderManifest {
  if (isDone) return readManifest(path, draft);
  const root = path.slice(0, Math.max(0, path.length - nameOf(path).length - 1));
  const ownService = ({ service }: ProviderManifest): string | undefined => serviceFor(service?.identifier, root, own);
  const file = join(draft.tree.folder, path);
  return convertProviderManifest({ path, file, text: draft.text(path) ?? '', contract, ownService }, draft);
}

/** The only service beside a provider that names none, or the one that it names: `…/cowsay-service` is `services/cowsay`. */
function serviceFor(identifier: string | undefined, root: string, own: readonly ServicePart[]): string | undefined {
  const named = identifierName(identifier ?? '');
  const found = identifier === undefined ? (own.length === 1 ? own[0] : undefined) : own.find(({ id }) => id === named);
  return found && `./${posix.relative(root, found.folder)}`;
}

interface NewParts extends OwnParts {
  readonly path: string;
  readonly variables: readonly string[];
}

function create({ facts, root }: FoundProvider, parts: NewParts, draft: Draft): ProviderManifest {
  const { contract, own, path, variables } = parts;
  if (!facts) return readManifest(path, draft);
  const said = draft.text(below(root, 'package.json'));
  const json = said === undefined ? undefined : new JsonText(below(root, 'package.json'), said);
  const { description, mediaconduit } = json?.members ?? {};
  const { provider } = (mediaconduit ?? {}) as { provider?: { dockerService?: { repository?: string } } };
  const serviceUrl = facts.serviceUrl ?? provider?.dockerService?.repository;
  const service = serviceFor(serviceUrl, root, own) ?? serviceUrl;
  const text = newProviderManifest({
    ...{ facts, contract, service, variables },
    description: typeof description === 'string' && description !== '' ? description : undefined,
  });
  draft.write(path, text);
  const manifest = readManifest(path, draft);
  if (manifest.capabilities.length === 0) {
    const why = 'the class says none that could be read without running it';
    draft.todo({ file: path, what: 'write its capabilities, such as [text-to-text]', why });
  }
  return manifest;
}
