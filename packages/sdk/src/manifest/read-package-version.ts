import { dirname, join } from 'node:path';
import { readManifestText, readManifestTextSync } from './read-manifest-text';

/**
 * What the package.json beside a manifest says. `undefined` when there is none or it cannot be read, under the rules
 * that hold for manifests: a manifest does not fail for the file next to it.
 */
export async function readPackageVersion(manifest: string): Promise<string | undefined> {
  return readManifestText(packageJsonBeside(manifest)).then(versionIn, () => undefined);
}

/** As {@link readPackageVersion}, at once. */
export function readPackageVersionSync(manifest: string): string | undefined {
  try {
    return versionIn(readManifestTextSync(packageJsonBeside(manifest)));
  } catch {
    return undefined;
  }
}

function packageJsonBeside(manifest: string): string {
  return join(dirname(manifest), 'package.json');
}

function versionIn(text: string): string | undefined {
  try {
    const { version } = Object(JSON.parse(text)) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
