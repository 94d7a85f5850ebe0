import { readdirSync, readFileSync } from 'node:fs';

/** Name of the variable with the mark of a run: whatever a service starts has it too, also what leaves its group. */
export const MARK_VARIABLE = 'MEDIACONDUIT_RUN';

/** Processes that were started with a mark and run; none where there is no `/proc`, as only Linux has it. */
export function markedProcesses(mark: string, folder = '/proc'): number[] {
  const wanted = `${MARK_VARIABLE}=${mark}`;
  const numbers = namesIn(folder).filter((name) => /^\d+$/.test(name));
  return numbers.filter((name) => environmentOf(`${folder}/${name}/environ`).includes(wanted)).map(Number);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Processes end while they are looked at, and those of others may not be looked at. */
function environmentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
