import type { CrashStatus, StackStatus } from '@mediaconduit/runtime/supervision';
import { isMediaConduitError } from '@mediaconduit/sdk';
import type { CrashedService } from './crash-lines';

/** The services that made a whole start fail; the supervisor may know more of each than the error. */
export function startFailures(thrown: unknown, stack: StackStatus | undefined): CrashedService[] {
  if (!isMediaConduitError(thrown, 'MC_STACK_START_FAILED')) return [];
  const { failed } = thrown.facts;
  return (Array.isArray(failed) ? failed : []).map((facts: unknown) => {
    const told = crashOf(facts);
    const known = stack?.services.find(({ name }) => name === told.name);
    return { ...told, crash: known?.crash ?? told.crash };
  });
}

function crashOf(facts: unknown): CrashedService {
  const { code, exitCode, hint, logs, message, name } = Object(facts) as Readonly<Record<string, unknown>>;
  const crash: CrashStatus = {
    at: '',
    error: { code, detail: message, hint },
    exitCode: typeof exitCode === 'number' ? exitCode : undefined,
    ...{ uptimeMs: 0, restarts: 0, changes: [], logs: Array.isArray(logs) ? logs.map(String) : [] },
  };
  return { name: String(name), state: 'failed', crash };
}
