import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** A package.json, of which nothing is certain. */
export type PackageManifest = Readonly<Record<string, unknown>>;

/** A package that lies somewhere. */
export interface PlacedPackage {
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/**
 * The package.json of a folder.
 * @throws `MC_PROVIDER_INVALID` without one that can be read.
 */
export function readManifest(folder: string, label: string): PackageManifest {
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (isRecord(value)) return value;
    throw new SyntaxError('it holds no object');
  } catch (error) {
    throw new MediaConduitError('MC_PROVIDER_INVALID', `The package.json of ${label} cannot be read.`, {
      hint: 'tell the author of the package',
      facts: { package: label, reason: messageOf(error) },
    });
  }
}

/** The package of a folder; throws as {@link readManifest}. */
export function readPackage(folder: string): PlacedPackage {
  return { folder, manifest: readManifest(folder, folder) };
}

/** The members of a field that are texts: `dependencies`, `scripts`. */
export function textsOf(manifest: PackageManifest, field: string): Record<string, string> {
  const value = manifest[field];
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
