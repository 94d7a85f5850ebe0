/** How old a version has to be before it is taken. What is locked is not asked for its age. */
export interface ReleaseAge {
  /** In ms; more than 0. */
  readonly minimumMs: number;
  /** Names of packages and repositories that may be younger, with `*` for anything: `@acme/*`, `github:acme/*`. */
  readonly exclude: readonly string[];
}

/** A version that was not taken because it is too young. */
export interface PassedOver {
  /** Of a package; the commit of a repository. */
  readonly version: string;
  /** ISO 8601: when it was published, or when this home first saw the commit; missing where the registry does not say. */
  readonly since?: string;
  /** ISO 8601: from when on it may be taken. */
  readonly allowedAt?: string;
}

/** Whether one of the patterns names it. */
export function isExcluded(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
  });
}
