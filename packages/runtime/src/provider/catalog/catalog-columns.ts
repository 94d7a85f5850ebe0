import { sep } from 'node:path';
import type { Capability, ProviderType } from '@mediaconduit/sdk';
import type { CatalogRow, ProblemRow, ProviderRow } from './catalog-row';
import type { Price } from './installed-provider';

/** Rows as they are written: one list for each field is a third of the text, and of the time to read it. */
export interface CatalogColumns {
  /** What stands before the name of the package in most folders. */
  readonly base: string;
  readonly packageNames: readonly string[];
  /** 0 for `base` and the name of the package. */
  readonly folders: readonly (string | 0)[];
  /** 0 for packages that are no provider, and for providers that were not fetched yet. */
  readonly files: readonly (string | 0)[];
  readonly stamps: readonly string[];
  readonly packageStamps: readonly string[];
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly versions: readonly (string | null)[];
  readonly types: readonly (ProviderType | 0)[];
  /** Joined by spaces. */
  readonly capabilities: readonly string[];
  readonly modelCounts: readonly number[];
  /** Joined by spaces. */
  readonly requiredVariables: readonly string[];
  readonly prices: readonly (Price | 0)[];
  /** Bytes of the line of each manifest; 0 where there is none. */
  readonly lengths: readonly number[];
  /** By index of the row. */
  readonly problems: Readonly<Record<number, ProblemRow>>;
}

/** Rows to be written. */
export function toColumns(rows: readonly CatalogRow[]): CatalogColumns {
  const base = baseOf(rows);
  const providers = rows.map(({ provider }) => provider);
  const problems = providers.flatMap((row, index) => (row?.problem ? [[index, row.problem] as const] : []));
  return {
    base,
    packageNames: rows.map(({ packageName }) => packageName),
    folders: rows.map(({ folder, packageName }) => shortFolder(folder, packageName, base)),
    files: rows.map(({ file }) => file ?? 0),
    stamps: rows.map(({ stamp }) => stamp),
    packageStamps: rows.map(({ packageStamp }) => packageStamp),
    ids: providers.map((row) => row?.id ?? ''),
    names: providers.map((row) => row?.name ?? ''),
    versions: providers.map((row) => row?.version ?? null),
    types: providers.map((row) => row?.type ?? 0),
    capabilities: providers.map((row) => row?.capabilities.join(' ') ?? ''),
    modelCounts: providers.map((row) => row?.modelCount ?? 0),
    requiredVariables: providers.map((row) => row?.requiredVariables.join(' ') ?? ''),
    prices: providers.map((row) => row?.price ?? 0),
    lengths: providers.map((row) => row?.manifest?.length ?? 0),
    problems: Object.fromEntries(problems),
  };
}

/** Rows that were written, to be compared with what is there. */
export function toRows(columns: CatalogColumns, manifests: Buffer): CatalogRow[] {
  const places = placesOf(columns);
  const manifestAt = (index: number): Buffer | undefined => {
    const place = places[index];
    return place && manifests.subarray(...place);
  };
  return columns.packageNames.map((packageName, index) => ({
    packageName,
    folder: folderAt(columns, index),
    file: fileAt(columns, index),
    stamp: columns.stamps[index] ?? '',
    packageStamp: columns.packageStamps[index] ?? '',
    provider: isProvider(columns, index) ? { ...providerAt(columns, index), manifest: manifestAt(index) } : undefined,
  }));
}

/** A package that is no provider has no id. */
export function isProvider({ ids }: CatalogColumns, index: number): boolean {
  return ids[index] !== '';
}

/** Absolute. */
export function folderAt({ folders, base, packageNames }: CatalogColumns, index: number): string {
  return folders[index] || base + packageNames[index];
}

/** Name of the manifest. */
export function fileAt({ files }: CatalogColumns, index: number): string | undefined {
  return files[index] || undefined;
}

/** Where the manifests stand: each on a line of its own. */
export function placesOf({ lengths }: CatalogColumns): (readonly [start: number, end: number] | undefined)[] {
  let next = 0;
  return lengths.map((length) => {
    if (length === 0) return undefined;
    const start = next;
    next += length + 1;
    return [start, start + length];
  });
}

function providerAt(columns: CatalogColumns, index: number): ProviderRow {
  return {
    id: columns.ids[index] ?? '',
    name: columns.names[index] ?? '',
    version: columns.versions[index] ?? undefined,
    type: columns.types[index] || undefined,
    capabilities: capabilitiesAt(columns, index),
    requiredVariables: wordsOf(columns.requiredVariables[index]),
    price: columns.prices[index] || undefined,
    modelCount: columns.modelCounts[index] ?? 0,
    problem: columns.problems[index],
  };
}

/** A list of its own. */
export function capabilitiesAt({ capabilities }: CatalogColumns, index: number): readonly Capability[] {
  return wordsOf(capabilities[index]) as Capability[];
}

/** The words of a cell. */
export function wordsOf(text: string | undefined): string[] {
  if (!text) return [];
  return text.includes(' ') ? text.split(' ') : [text];
}

function baseOf(rows: readonly CatalogRow[]): string {
  const usual = rows.find(({ folder, packageName }) => folder.endsWith(sep + packageName));
  return usual ? usual.folder.slice(0, -usual.packageName.length) : '';
}

function shortFolder(folder: string, packageName: string, base: string): string | 0 {
  return base !== '' && folder === base + packageName ? 0 : folder;
}
