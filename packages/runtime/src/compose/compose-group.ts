import type { ComposeService } from './compose-service';

/** A network of a compose file. */
export interface ComposeNetwork {
  readonly name: string;
  /** Nothing outside can be reached from it. */
  readonly internal: boolean;
}

/**
 * What the end of a sibling means: of a `needed` one, the end of the whole; of a `job`, that it is done if it ends with
 * 0, which is waited for; of an `optional` one, nothing.
 */
export type SiblingRole = 'needed' | 'job' | 'optional';

/** A service that another service of the group needs. */
export interface ComposeSibling {
  readonly service: ComposeService;
  readonly role: SiblingRole;
  /** True when one of the group waits until it has ended with 0. */
  readonly isJob: boolean;
  /** 0 for one that needs no other, else one more than the highest of those it needs. */
  readonly level: number;
  /** True when one of the group waits until the engine calls it healthy. */
  readonly isProbed: boolean;
}

/** The service that answers requests, with everything it needs beside it. */
export interface ComposeGroup {
  readonly main: ComposeService;
  /** Each after what it needs itself. */
  readonly siblings: readonly ComposeSibling[];
  /** Those that somebody in the group is in; none for a service without siblings. */
  readonly networks: readonly ComposeNetwork[];
  /** What was read and not applied, or applied differently, each with `file:line:column`. */
  readonly warnings: readonly string[];
}

/** A service that needs no other. */
export function withoutSiblings(main: ComposeService, warnings: readonly string[]): ComposeGroup {
  return { main, siblings: [], networks: [], warnings };
}
