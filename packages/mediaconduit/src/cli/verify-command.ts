import type { Session } from './session';
import { tableLines } from './table';

/** Exit code of a check that failed. */
const FAILED = 9;

const FAULTS = new Set(['damaged', 'another package', 'no identifier']);

/**
 * `mediaconduit verify`: what is damaged is taken out of the store, and fetched again when it is needed; what an entry of
 * another package names is never loaded, and neither is what no identifier names.
 */
export async function verifyPackages({ output, runtime }: Session): Promise<number> {
  const packages = await runtime.packages.verify();
  if (output.settings.json) await output.json({ packages });
  else if (packages.length === 0) output.note('mediaconduit.lock names nothing');
  else
    await output.data(
      tableLines(
        packages.map(({ identifier, problem, state }) => [
          identifier,
          problem ? `${state}: ${problem.message}` : state,
        ]),
        output.width,
      ),
    );
  return packages.some(({ state }) => FAULTS.has(state)) ? FAILED : 0;
}
