import { HOST_RUNTIME, type HostRuntime } from '@mediaconduit/sdk';
import { createRuntime } from './create-runtime';
import type { Runtime } from './runtime';

/** The slot in the global object, shared by every copy of this package in the process. */
interface Slot extends HostRuntime {
  /** Makes the runtime when there is none yet. */
  readonly current: () => Runtime;
  readonly replace: (runtime: Runtime) => void;
}

const globals = globalThis as { [HOST_RUNTIME]?: Slot };

/** The runtime of this process: made at the first use with default settings, and again after it was closed. */
export function defaultRuntime(): Runtime {
  return installHostRuntime().current();
}

/** Makes a runtime with other settings the one of this process. */
export function setDefaultRuntime(runtime: Runtime): void {
  installHostRuntime().replace(runtime);
}

/** Puts the slot in place, so that providers made by hand find a runtime; called when this package is imported. */
export function installHostRuntime(): Slot {
  globals[HOST_RUNTIME] ??= createSlot();
  return globals[HOST_RUNTIME];
}

function createSlot(): Slot {
  let runtime: Runtime | undefined;
  const current = (): Runtime => {
    if (!runtime || runtime.closed) runtime = createRuntime();
    return runtime;
  };
  return {
    current,
    replace: (next) => (runtime = next),
    contextFor: (packageFolder) => current().contextFor(packageFolder),
    openService: (identifier, serviceConfig) => current().openService(identifier, serviceConfig),
  };
}
