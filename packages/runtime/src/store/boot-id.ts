import { readFileSync } from 'node:fs';
import { once } from '../once';

/** Eight hex digits that are others after every start of the machine; empty where the system has none (all but Linux). */
export const bootId = once((): string => readProcFile('/proc/sys/kernel/random/boot_id').slice(0, 8));

/** What the kernel tells in a file; empty when it does not. */
export function readProcFile(file: string): string {
  try {
    return readFileSync(file, 'utf8'); // the one encoding that Node.js reads in one call
  } catch {
    return '';
  }
}
