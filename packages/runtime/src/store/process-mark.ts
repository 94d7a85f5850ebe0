import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { processStartTime } from '../engine/process/process-start-time';
import { once } from '../once';
import { errorCode } from './store-errors';

const MARK = /^(\d+)-(\d*)-([0-9a-f]*)-(\d*)$/;
const FOREIGN_MS = 7 * 24 * 3_600_000;

/**
 * Names this process in the name of a file: number, start time, boot and process namespace. Such a mark ends with its
 * process, however that ends, and costs no child that would have to hold a lock.
 */
export const processMark = once((): string =>
  [process.pid, processStartTime(process.pid), bootId(), processNamespace()].join('-'),
);

/** A name that nobody else makes: to be new is enough, whoever could guess it may not write there. */
export function uniqueName(): string {
  return Math.floor(Math.random() * 2 ** 48).toString(16);
}

/**
 * Whether the process that made a mark may still run.
 * @param file what is marked. Processes of other containers, or of before the last start of the machine, cannot be asked:
 * they are believed for a week.
 */
export function isMarkAlive(mark: string, file: string): boolean {
  const [, pid, startTime, boot, namespace] = MARK.exec(mark) ?? [];
  if (pid === undefined || boot !== bootId() || namespace !== processNamespace()) return ageMs(file) < FOREIGN_MS;
  return isRunning(Number(pid), startTime ?? '');
}

/** Since it was last changed; endless for what is gone. */
export function ageMs(file: string): number {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats ? Date.now() - stats.mtimeMs : Infinity;
}

function isRunning(pid: number, startTime: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  return startTime === '' || (startTime === processStartTime(pid) && !isZombie(pid));
}

/** Ended, but nobody has asked for its exit code: in a container without an init process it stays so for ever. */
function isZombie(pid: number): boolean {
  const stat = readText(`/proc/${pid}/stat`);
  return 'ZX'.includes(stat.charAt(stat.lastIndexOf(')') + 2));
}

/** Eight hex digits, others after every start of the machine; empty where the system has none (all but Linux). */
export const bootId = once((): string => readText('/proc/sys/kernel/random/boot_id').slice(0, 8));

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '';
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8'); // the one encoding that Node.js reads in one call
  } catch {
    return '';
  }
}
