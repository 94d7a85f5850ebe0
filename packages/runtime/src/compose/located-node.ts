/** A place in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value of a YAML file that knows where it stands. Aliases and merge keys are resolved. */
export type LocatedNode =
  | {
      readonly kind: 'scalar';
      readonly place: Place;
      /** As it was written (`3.10` stays `3.10`); `null` for an empty value. */
      readonly text: string | null;
    }
  | { readonly kind: 'list'; readonly place: Place; readonly items: readonly LocatedNode[] }
  | { readonly kind: 'map'; readonly place: Place; readonly entries: ReadonlyMap<string, LocatedEntry> };

/** One key of a map with its value. */
export interface LocatedEntry {
  readonly place: Place;
  readonly value: LocatedNode;
}
