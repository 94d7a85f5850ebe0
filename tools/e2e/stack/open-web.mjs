import { fromRuntime } from '../../bench/cowsay-runtime.mjs';

const { serviceDefinition } = fromRuntime('@mediaconduit/testkit');

/** The handle of a service that the stack file describes, as a program of the project has it. */
export function openWeb(runtime, { folder }, id) {
  return runtime.services.open(serviceDefinition({ id, folder, readiness: { path: '/', timeoutMs: 15_000 } }));
}
