import type { ProviderManifest } from '@mediaconduit/sdk';
import { CORE, SDK } from './core-modules';
import type { Draft } from './draft';
import { JsonText } from './package-json';
import { below } from './wanted-files';

/** What the package of a provider has to say. */
export interface ProviderPackage {
  /** Folder of the package, '' for the top. */
  readonly root: string;
  readonly manifest: ProviderManifest;
  /** File name of the manifest. */
  readonly manifestName: string;
  /** The file that it begins with, relative to the root. */
  readonly entry: string;
  /** Whether its code still names the core. */
  readonly needsCore: boolean;
  /** Other packages that its code names, with the ranges that are known. */
  readonly imports: ReadonlyMap<string, string | undefined>;
  /** Folders of services that are published with it, or the files of one at the root; relative to the root. */
  readonly services: readonly string[];
}

/** First release of ours: every range of the original core is older. */
const RANGE = '^1.0.0';

/** Writes or mends the package.json of a provider. */
export function convertPackage(provider: ProviderPackage, draft: Draft): void {
  const path = below(provider.root, 'package.json');
  const json = new JsonText(path, draft.text(path) ?? '{}\n');
  convertIdentity(json, provider);
  convertDependencies(json, provider, draft);
  convertEntries(json, provider);
  convertMetadata(json, provider);
  draft.write(path, json.text);
}

/** A package without a name can neither be published nor installed. */
function convertIdentity(json: JsonText, { manifest: { id, version } }: ProviderPackage): void {
  if (json.members['private'] === true) return;
  const name = id.endsWith('-provider') ? id : `${id.replace(/-docker$/, '')}-provider`;
  if (json.members['name'] === undefined) json.set(['name'], name);
  if (json.members['version'] === undefined) json.set(['version'], version ?? '1.0.0');
}

function convertDependencies(json: JsonText, { imports, manifest, needsCore }: ProviderPackage, draft: Draft): void {
  const sections = ['dependencies', 'peerDependencies', 'devDependencies', 'optionalDependencies'];
  const isNamed = (name: string): boolean => sections.some((section) => name in json.section(section));
  for (const section of ['dependencies', 'optionalDependencies'])
    if (CORE in json.section(section)) json.set([section, CORE], undefined);
  if (!isOurs(json.section('dependencies')[SDK])) json.set(['dependencies', SDK], RANGE);
  if (needsCore && !isOurs(json.section('peerDependencies')[CORE])) json.set(['peerDependencies', CORE], RANGE);
  if (!needsCore && CORE in json.section('peerDependencies')) json.set(['peerDependencies', CORE], undefined);
  if (CORE in json.section('devDependencies') && !isOurs(json.section('devDependencies')[CORE]))
    json.set(['devDependencies', CORE], RANGE);
  const wanted = new Map([...imports, ...Object.entries(manifest.dependencies)]);
  for (const [name, range] of wanted) {
    if (isNamed(name) || name === CORE || name === SDK || name === json.members['name']) continue;
    if (range !== undefined) json.set(['dependencies', name], range);
    else tellMissing(name, json.file, draft);
  }
}

/** A range that our first release, or a later one, is in. */
function isOurs(range: unknown): boolean {
  return typeof range === 'string' && /^(?:workspace:|catalog:|file:|link:|(?:\^|~|>=)?[1-9])/.test(range);
}

function tellMissing(name: string, file: string, draft: Draft): void {
  draft.todo({
    file,
    what: `npm install ${name}`,
    why: 'the code takes something from it, and nothing says which version it was written for',
  });
}

/** Where its code is, for those who build it and for those who load what is published. */
function convertEntries(json: JsonText, { entry, manifestName, services }: ProviderPackage): void {
  const isBuilt = /\.[cm]?tsx?$/.test(entry);
  const main = typeof json.members['main'] === 'string' ? json.members['main'] : isBuilt ? 'dist/index.js' : entry;
  if (json.members['main'] === undefined) json.set(['main'], main);
  const types = isBuilt ? main.replace(/\.([cm]?)js$/, '.d.$1ts') : undefined;
  if (types !== undefined && json.members['types'] === undefined && json.members['typings'] === undefined)
    json.set(['types'], types);
  if (json.members['exports'] === undefined) {
    const said = json.members['types'] ?? json.members['typings'];
    json.set(['exports'], { '.': { ...(said ? { types: dotted(said) } : {}), default: dotted(main) }, ...ITSELF });
  }
  if (isBuilt && !('build' in json.section('scripts'))) addBuild(json);
  const published = [...services, manifestName];
  const made = main.replace(/^\.\//, '').split('/');
  const files = json.members['files'];
  const listed = Array.isArray(files) ? (files as unknown[]).map(String) : [made.length > 1 ? (made[0] ?? '') : main];
  const missing = published.filter((one) => !listed.some((pattern) => covers(pattern, one)));
  if (!Array.isArray(files)) json.set(['files'], [...listed, ...missing]);
  else for (const one of missing) json.set(['files', -1], one);
}

function addBuild(json: JsonText): void {
  json.set(['scripts', 'build'], 'tsc');
  const known = { ...json.section('dependencies'), ...json.section('devDependencies') };
  for (const [name, range] of COMPILER) if (!(name in known)) json.set(['devDependencies', name], range);
}

const COMPILER = [
  ['@types/node', '^20.19.0'],
  ['typescript', '^5.9.0'],
] as const;

const ITSELF = { './package.json': './package.json' } as const;

function dotted(path: unknown): string {
  return `./${String(path).replace(/^\.\//, '')}`;
}

/** `dist/**` and the like. */
function covers(pattern: string, path: string): boolean {
  const plain = pattern.replace(/^\.?\//, '').replace(/\/?(?:\*\*?\/?)*\*?$/, '');
  return plain === '' || plain === path || path.startsWith(`${plain}/`);
}

/** The manifest is the only place that says who the provider is. */
function convertMetadata(json: JsonText, { manifest }: ProviderPackage): void {
  const { description, engines, keywords } = json.members;
  if (description === undefined && manifest.description !== undefined) json.set(['description'], manifest.description);
  if (engines === undefined) json.set(['engines'], { node: '>=20.19' });
  if (keywords === undefined) json.set(['keywords'], ['mediaconduit']);
  else if (Array.isArray(keywords) && !keywords.includes('mediaconduit')) json.set(['keywords', -1], 'mediaconduit');
  if ('provider' in json.section('mediaconduit')) json.set(['mediaconduit', 'provider'], undefined);
  if (!('minimumVersion' in json.section('mediaconduit'))) json.set(['mediaconduit', 'minimumVersion'], '1.0.0');
}
