import type { Logger } from '@mediaconduit/sdk';
import type { MeshConfig, SectionName } from './config/mesh-settings';
import type { HealthVerdict } from './health/health-result';

/** One per mesh, one per scope, or one per `resolve`. */
export type ComponentLifecycle = 'singleton' | 'scoped' | 'transient';

/** What a factory gets besides its dependencies. */
export interface ComponentContext {
  /** Aborts when nobody waits for the instance any more. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly config: MeshConfig;
}

/** How an instance is had; an instance that exists already is always a singleton. `C` is what a class may ask for. */
export type ComponentSource<T, D, C = D> =
  | { factory(dependencies: D, context: ComponentContext): T | Promise<T> }
  | { readonly class: new (dependencies: C) => T }
  | { readonly instance: T };

/** Everything about a component but how it is made. */
export interface ComponentSettings<T> {
  readonly name: string;
  /** Names of components that are ready before this one is made. */
  readonly dependencies?: readonly string[];
  /** Default: the instance's own `healthCheck()`; without one it is healthy for as long as it runs. */
  healthCheck?(instance: T, signal: AbortSignal): boolean | HealthVerdict | Promise<boolean | HealthVerdict>;
  /** Default `singleton`. */
  readonly lifecycle?: ComponentLifecycle;
  /** Whether a start without it fails as a whole. Default true. */
  readonly required?: boolean;
  /** Default: the instance's own `initialize()`, else `start()`. */
  initialize?(instance: T, signal: AbortSignal): unknown;
  /** Default: the instance's own `shutdown()`, else `stop()`, else `[Symbol.asyncDispose]()`. */
  shutdown?(instance: T): unknown;
  /** The section of the configuration that it is made from: a change there makes it anew. */
  readonly section?: SectionName;
  /** Deadline of one attempt to make it ready, in ms. Default 30000. */
  readonly startTimeoutMs?: number;
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** Pause before each further attempt, in ms. Default 2000. */
  readonly retryDelayMs?: number;
  /**
   * Whether it is made anew when something that it depends on was. Default true. With `false` it reads `dependencies.x` whenever it
   * needs `x`: the members of that object are always what runs now.
   */
  readonly restartWithDependencies?: boolean;
}

/** A component of the program: how it is made, what it needs, and how it is looked at. */
export type ComponentDefinition<T = unknown, D = Readonly<Record<string, unknown>>> = ComponentSettings<T> &
  ComponentSource<T, D>;

/** The lifecycle of a definition; what exists already is never made again. */
export function lifecycleOf(definition: ComponentDefinition): ComponentLifecycle {
  return 'instance' in definition ? 'singleton' : (definition.lifecycle ?? 'singleton');
}
