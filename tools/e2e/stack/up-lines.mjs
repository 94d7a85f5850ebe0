import { fromRuntime } from '../../bench/cowsay-runtime.mjs';

const { ensureSupervisor } = fromRuntime('@mediaconduit/runtime/supervision');
const { SYSTEM_CLOCK } = fromRuntime('@mediaconduit/sdk');

/** Everything that happens while the stack is started, the result last. */
export async function upLines({ environment, file, home }, { wait = true } = {}) {
  const signal = AbortSignal.timeout(60_000);
  const client = await ensureSupervisor({ home, environment, clock: SYSTEM_CLOCK, signal });
  const request = { file, environment, features: {}, services: [], wait };
  const lines = [];
  for await (const line of client.up(request, signal)) lines.push({ ...line, at: performance.now() });
  return lines;
}
