import { isDeepStrictEqual } from 'node:util';
import { describeChanges } from '../supervisor/describe-changes';
import type { ResolvedService, ResolvedStack } from './resolved-stack';

/** What differs for one service. */
export interface ServiceDifference {
  readonly name: string;
  /** A line each: `environment.PORT: 1 → 2`. Values of secrets are not told. */
  readonly changes: readonly string[];
  /** Whether the running one is replaced; else the supervisor just goes by the new values. */
  readonly replaces: boolean;
}

/** What differs between two stacks. */
export interface StackDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ServiceDifference[];
  /** What differs beside the services, a line each. */
  readonly others: readonly string[];
}

/** What the second stack has differently. */
export function diffStacks(before: ResolvedStack | undefined, after: ResolvedStack): StackDifference {
  const old = new Map(before?.services.map((service) => [service.name, service]));
  const kept = new Set(after.services.map(({ name }) => name));
  return {
    added: [...kept].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !kept.has(name)),
    changed: after.services.flatMap((service) => diffServices(old.get(service.name), service)),
    others: describeChanges(before && besides(before), besides(after)),
  };
}

/** Whether a difference is none. */
export function isSame({ added, removed, changed, others }: StackDifference): boolean {
  return [added, removed, changed, others].every(({ length }) => length === 0);
}

function diffServices(before: ResolvedService | undefined, after: ResolvedService): ServiceDifference[] {
  if (!before) return [];
  const changes = describeChanges(comparable(before), comparable(after));
  const replaces = !isDeepStrictEqual(before.settings, after.settings);
  return changes.length > 0 ? [{ name: after.name, changes, replaces }] : [];
}

/** All values, without those that stand for others and those that only tell where they come from. */
function comparable({ settings, definition: _, origins: __, ...member }: ResolvedService): object {
  return { ...settings, ...member };
}

function besides({ name, providers, groups }: ResolvedStack): object {
  return { name, providers, groups };
}
