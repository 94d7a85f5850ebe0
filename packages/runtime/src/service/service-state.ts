import type { EngineName } from '@mediaconduit/sdk';

/** What a service is doing, seen by the runtime. */
export type ServiceState =
  | { readonly name: 'absent' }
  | { readonly name: 'creating' }
  | { readonly name: 'starting'; readonly engine: EngineName }
  | { readonly name: 'ready'; readonly engine: EngineName; readonly since: number }
  | { readonly name: 'stopping' }
  | { readonly name: 'failed'; readonly error: Error };

/** The word of the original interfaces for a state. */
export function legacyStateName(state: ServiceState): string {
  const names = {
    absent: 'stopped',
    creating: 'starting',
    starting: 'starting',
    ready: 'running',
    stopping: 'stopping',
    failed: 'error',
  };
  return names[state.name];
}
