import { messageOf } from '@mediaconduit/sdk';
import { readProviderManifest } from '@mediaconduit/sdk/manifest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageFacts } from './package-facts';
import type { PackageJson } from './package-json';
import { publishedFiles } from './published-files';

/** Reads a package without running any of it. */
export async function readPackageFacts(folder: string): Promise<PackageFacts> {
  const packageJson = await readPackageJson(folder);
  return {
    folder,
    packageJson,
    published: packageJson ? await publishedFiles(folder, packageJson) : [],
    provider: await readManifest(folder),
  };
}

/** `undefined` when there is none, or none that is a JSON object. */
export async function readPackageJson(folder: string): Promise<PackageJson | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // the rule about package.json says so
  }
}

async function readManifest(folder: string): Promise<PackageFacts['provider']> {
  try {
    const manifest = await readProviderManifest(folder);
    return manifest ? { manifest } : { problem: 'There is no MediaConduit.provider.yml.' };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
