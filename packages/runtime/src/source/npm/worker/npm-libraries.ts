// What we use of npm's own libraries, which bring no types. They take long to load (pacote 90 ms, Arborist 200 ms), so each
// is loaded when it is needed: what is pinned and cached needs neither.

/** Options that all of them take; the settings of the user are among them. */
export type NpmOptions = Readonly<Record<string, unknown>>;

/** One version, as a registry describes it. */
export interface RegistryManifest {
  readonly name: string;
  readonly version: string;
  readonly _resolved?: string;
  readonly _integrity?: string;
  readonly _time?: string;
  readonly dist?: { readonly unpackedSize?: number };
}

/** All versions of a package, as a registry describes them. */
export interface Packument {
  readonly versions?: Readonly<Record<string, { readonly deprecated?: unknown }>>;
  /** ISO 8601, by version; some registries leave it out. */
  readonly time?: Readonly<Record<string, string>>;
}

/** Metadata of packages. */
export interface Pacote {
  packument(name: string, options: NpmOptions): Promise<Packument>;
  manifest(spec: string, options: NpmOptions): Promise<RegistryManifest>;
}

/** Asks a registry, with the token that the user's settings have for it. */
export type RegistryFetch = (url: string, options: NpmOptions) => Promise<{ readonly body: NodeJS.ReadableStream }>;

/** Keeps contents by their hash. */
export interface ContentCache {
  readonly rm: { content(cache: string, hash: string): Promise<unknown> };
  readonly put: {
    stream(cache: string, key: string, options: NpmOptions): NodeJS.WritableStream & { promise(): Promise<unknown> };
  };
}

/** One thing that a package asks for. */
export interface DependencyEdge {
  readonly name: string;
  readonly spec: string;
  readonly rawSpec: string;
  readonly type: string;
  readonly to: DependencyNode | null;
}

/** A package at its place in the tree. */
export interface DependencyNode {
  readonly location: string;
  readonly packageName: string | null;
  readonly version: string;
  readonly resolved: string | null;
  readonly integrity: string | null;
  readonly isRoot: boolean;
  readonly isLink: boolean;
  readonly extraneous: boolean;
  readonly dev: boolean;
  readonly optional: boolean;
  readonly inBundle: boolean;
  readonly package: Readonly<Record<string, unknown>>;
  readonly edgesOut: ReadonlyMap<string, DependencyEdge>;
  readonly inventory: ReadonlyMap<string, DependencyNode>;
}

/** The places of all packages below a folder. */
export interface Arborist {
  /** What was laid out so far, also after a failure. */
  readonly idealTree: DependencyNode | null;
  buildIdealTree(): Promise<DependencyNode>;
}

/** What a package spec is: a range, a tag, a git repository. */
export interface ParsedSpec {
  readonly type: string;
  readonly subSpec?: ParsedSpec;
}

interface NpmDefinitions extends NpmOptions {
  readonly definitions: { readonly registry: { readonly default: string } };
}

type NpmConfigClass = new (options: NpmOptions) => { load(): Promise<void>; readonly flat: NpmOptions };

/* eslint-disable @typescript-eslint/no-require-imports */
/** Reads what registries say. */
export const loadPacote = (): Pacote => require('pacote') as Pacote;

/** Compares versions. */
export const loadSemver = (): typeof import('semver') => require('semver') as typeof import('semver');

/** Lays out `node_modules`. */
export const loadArborist = (): new (options: NpmOptions) => Arborist =>
  (require('@npmcli/arborist') as { Arborist: new (options: NpmOptions) => Arborist }).Arborist;

/** Reads specs. */
export const loadSpecParser = (): { resolve(name: string, spec: string, where?: string): ParsedSpec } =>
  require('npm-package-arg') as { resolve(name: string, spec: string, where?: string): ParsedSpec };

/** Reads `.npmrc` files. */
export const loadConfig = (): { Config: NpmConfigClass; definitions: NpmDefinitions } => ({
  Config: require('@npmcli/config') as NpmConfigClass,
  definitions: require('@npmcli/config/lib/definitions') as NpmDefinitions,
});

/** Downloads from registries. */
export const loadRegistryFetch = (): RegistryFetch => require('npm-registry-fetch') as RegistryFetch;

/** The content-addressed cache of npm. */
export const loadCache = (): ContentCache => require('cacache') as ContentCache;

/** Where that cache keeps the content of a hash, `sha512-…` or another one; the whole cache takes 35 ms more to load. */
export const loadContentPath = (): ((cache: string, hash: string) => string) =>
  require('cacache/lib/content/path') as (cache: string, hash: string) => string;

/** Links programs into `.bin`. */
export const loadBinLinks = (): ((options: NpmOptions) => Promise<unknown>) =>
  require('bin-links') as (options: NpmOptions) => Promise<unknown>;

/** Leaves only safe names and paths in the field `bin`. */
export const loadBinNormalizer = (): ((manifest: { name?: string; bin?: unknown }) => unknown) =>
  require('npm-normalize-package-bin') as (manifest: { name?: string; bin?: unknown }) => unknown;

/** Compares a platform with the lists of a package. */
export const loadPlatformCheck = (): { checkPlatform(target: NpmOptions): void } =>
  require('npm-install-checks') as { checkPlatform(target: NpmOptions): void };
/* eslint-enable @typescript-eslint/no-require-imports */
