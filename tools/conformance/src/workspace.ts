import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the workspace. */
export const WORKSPACE = resolve(__dirname, '..', '..', '..');

/** What the checks read of a package.json. */
export interface PackageManifest {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly main?: string;
  readonly types?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly sideEffects?: unknown;
  readonly engines?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly includedScripts?: readonly string[]; readonly targets?: Readonly<Record<string, unknown>> };
}

/** One folder of the workspace that is published. */
export interface WorkspacePackage {
  /** From the root, e.g. `packages/sdk`. */
  readonly folder: string;
  /** Last part of the folder. */
  readonly id: string;
  readonly manifest: PackageManifest;
}

/** What is published from `packages` or `services`, in the order of the folders. */
export function publishedPackages(parent: 'packages' | 'services'): WorkspacePackage[] {
  return readdirSync(join(WORKSPACE, parent))
    .filter((id) => existsSync(join(WORKSPACE, parent, id, 'package.json')))
    .map((id) => ({ folder: `${parent}/${id}`, id, manifest: readPackageManifest(`${parent}/${id}`) }));
}

/** The package.json of a folder, `.` for the root. */
export function readPackageManifest(folder: string): PackageManifest {
  return JSON.parse(readText(`${folder}/package.json`)) as PackageManifest;
}

/** Text of a file, its path taken from the root of the workspace. */
export function readText(path: string): string {
  return readFileSync(join(WORKSPACE, path), 'utf8');
}

/** Whether a file or folder is there, its path taken from the root of the workspace. */
export function isPresent(path: string): boolean {
  return existsSync(join(WORKSPACE, path));
}

/** All files below a folder, as paths from the root of the workspace, products and dependencies left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(WORKSPACE, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist', 'lib', '.cache'].includes(entry.name) ? [] : filesBelow(path);
  });
}
