import { relative, sep } from 'node:path';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { LockedPackage, LockedPackages } from '../lock-file/locked-package';
import type { PlanHost } from '../plan/plan-host';
import type { PlanSources } from '../plan/plan-sources';
import { stackSources } from '../plan/wanted-source';
import { canonicalOf } from '../source/canonical-of';
import { reachedFrom } from './dependency-graph';
import type { Reason, Why } from './why';

/** Something that the project uses, which may bring others along. */
interface Root {
  readonly identifier: string;
  readonly namedBy: readonly string[];
  readonly folder?: string;
  readonly provider?: string;
  readonly service?: string;
  readonly entry?: LockedPackage;
  /** Nothing outside its folder belongs to it. */
  readonly isWhole: boolean;
}

/**
 * See `StoredPackages.why`.
 * @throws `MC_NOT_LOCKED` with the nearest name.
 */
export async function explainWhy(
  name: string,
  sources: Pick<PlanSources, 'locked' | 'folderOf'>,
  host: PlanHost,
): Promise<Why> {
  const roots = await rootsOf(sources, host);
  const canonical = canonicalOf(name, host.projectFolder);
  const known = new Set<string>();
  const reasons = roots.flatMap((root) => reasonsIn(root, [name, canonical], known));
  if (reasons.length > 0) return { name, reasons };
  throw new MediaConduitError('MC_NOT_LOCKED', `Nothing that this project uses brings "${name}" along.`, {
    hint: didYouMean(name, known) ?? 'mediaconduit plan lists what the project uses',
    facts: { name, uses: roots.map(({ identifier }) => identifier) },
  });
}

async function rootsOf(
  { folderOf, locked }: Pick<PlanSources, 'locked' | 'folderOf'>,
  host: PlanHost,
): Promise<Root[]> {
  const entries = await locked();
  const stack = (await stackSources(host)).map(({ definition, from, namedBy, text }) => ({
    ...{ namedBy, service: definition?.id },
    identifier: definition ? text : canonicalOf(text, from),
  }));
  const namedBy = (identifier: string): string[] => [
    ...stack.filter((one) => one.identifier === identifier).map((one) => one.namedBy),
    ...usersOf(identifier, entries),
  ];
  const installed = host.installed().map(({ folder, id, packageName }): Root => {
    const identifier = `npm:${packageName}`;
    return { identifier, namedBy: [...namedBy(identifier), 'package.json'], folder, provider: id, isWhole: false };
  });
  const own = [...entries].map(([identifier, entry]): Root => {
    const { provider, service } = entry;
    const names = [...namedBy(identifier), 'mediaconduit.lock'];
    return { ...{ identifier, entry, provider, service }, namedBy: names, folder: folderOf(entry), isWhole: true };
  });
  const others = stack.filter(({ identifier }) => ![...installed, ...own].some((one) => one.identifier === identifier));
  return [...installed, ...own, ...others.map((one): Root => ({ ...one, namedBy: [one.namedBy], isWhole: false }))];
}

/** Providers whose manifest names it as their service. */
function usersOf(identifier: string, entries: LockedPackages): string[] {
  return [...entries].filter(([, { usesService }]) => usesService === identifier).map(([user]) => user);
}

function reasonsIn(root: Root, names: readonly string[], known: Set<string>): Reason[] {
  const { entry, folder, identifier, namedBy, provider, service } = root;
  const { version = entry?.resolution.commit } = entry?.resolution ?? {};
  const ids = [identifier, provider, service].filter((one) => one !== undefined);
  for (const id of ids) known.add(id);
  if (ids.some((id) => names.includes(id))) {
    const kind = provider === undefined ? 'service' : 'provider';
    return [{ kind, identifier, version, namedBy, folder, place: '.', chains: [] }];
  }
  const found = folder === undefined ? pinnedIn(root, known) : reachedIn(root, folder, known);
  return found.filter(({ packageName }) => names.includes(packageName)).map(({ packageName: _, ...reason }) => reason);
}

type NamedReason = Reason & { readonly packageName: string };

function reachedIn({ identifier, isWhole, namedBy }: Root, folder: string, known: Set<string>): NamedReason[] {
  const [first, ...reached] = reachedFrom(folder, isWhole);
  return reached.map(({ chain, folder: place, name, others, version }) => {
    known.add(name);
    return {
      ...{ kind: 'package' as const, packageName: name, identifier, version, namedBy, folder: place },
      place: relative(first?.folder ?? folder, place)
        .split(sep)
        .join('/'),
      chains: [chain, ...others],
    };
  });
}

/** Who asks for them stands in their files alone. */
function pinnedIn({ entry, identifier, namedBy }: Root, known: Set<string>): NamedReason[] {
  return (entry?.dependencies ?? []).map(({ name, path, version }) => {
    known.add(name);
    return { kind: 'package', packageName: name, identifier, version, namedBy, place: path, chains: [] };
  });
}
