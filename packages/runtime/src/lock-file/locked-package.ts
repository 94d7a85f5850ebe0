import type { ContractRange } from '@mediaconduit/sdk';
import { isIsolation, type Isolation } from '../provider/isolation/isolation-limits';
import type { InstallScript, PinnedPackage, Resolution } from '../source/fetch/fetcher';

/** A package or repository from far away that a project uses: exactly this is loaded, wherever the project runs. */
export interface LockedPackage {
  /** Id of the provider that it holds. */
  readonly provider?: string;
  /** Id of the service that it holds. */
  readonly service?: string;
  readonly resolution: Resolution;
  /** How the provider runs where neither the program nor the stack file says it. */
  readonly isolation?: Isolation;
  /** Hash of the tree: one for `any` platform, or one for each where a dependency differs between them. */
  readonly trees: Readonly<Record<string, string>>;
  /** Of the provider. */
  readonly contract?: ContractRange;
  /** The service that the provider names; it has an entry of its own once it was fetched. */
  readonly usesService?: string;
  /** What its manifests say that it reads and does; nothing else is held back from it. */
  readonly declared: { readonly capabilities: readonly string[]; readonly environment: readonly string[] };
  /** Found in it and its dependencies. */
  readonly scripts: readonly InstallScript[];
  /** Those of the scripts that may run: none. */
  readonly allowedScripts: readonly string[];
  /** Missing where nothing was installed beside the package. */
  readonly dependencies?: readonly PinnedPackage[];
}

/** By the canonical identifier that was asked for: `github:o/r@v1`, `npm:@s/n@^1`. */
export type LockedPackages = Map<string, LockedPackage>;

/** Whether everything is there that decides what is loaded, and everything is of its kind. */
export function isLockedPackage(value: unknown): value is LockedPackage {
  const { declared, dependencies = [], resolution, scripts, trees } = asRecord(value);
  const { isolation = 'none', provider, service, usesService } = asRecord(value);
  const { canonical, commit, integrity, resolved, version } = asRecord(resolution);
  const { capabilities, environment } = asRecord(declared);
  return (
    [value, declared, resolution, trees].every(isRecord) &&
    [canonical, resolved].every(isText) &&
    [provider, service, usesService, commit, integrity, version].every((one) => one === undefined || isText(one)) &&
    isIsolation(isolation) &&
    Object.values(asRecord(trees)).every(isText) &&
    [capabilities, environment, scripts, dependencies].every(Array.isArray) &&
    [...(capabilities as unknown[]), ...(environment as unknown[])].every(isText) &&
    (scripts as unknown[]).every(isScript) &&
    (dependencies as unknown[]).every(isPinned)
  );
}

/** Of packages without a name, and commands that do nothing, too. */
function isScript(value: unknown): boolean {
  const { command, name, package: owner } = asRecord(value);
  return [command, name, owner].every((one) => typeof one === 'string');
}

function isPinned(value: unknown): boolean {
  const { integrity, name, path, platform = {}, resolved, version } = asRecord(value);
  return [integrity, name, path, resolved, version].every(isText) && isRecord(platform);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value) as Record<string, unknown>;
}
