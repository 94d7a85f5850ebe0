// What the children of this process use, with their children; only Linux tells.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of a tick of the processor's clock; 1/100 s wherever Node runs. */
const TICK_MS = 10;

/** Ids of all processes below this one. */
export function family() {
  const parents = new Map(processes().map((pid) => [pid, statOf(pid)?.parent]));
  const isOurs = (pid) => pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== process.pid && isOurs(pid));
}

/** Processor time of the family in ms, that of ended members with it. */
export function familyCpuMs() {
  return family().reduce((total, pid) => total + (statOf(pid)?.cpuMs ?? 0), 0);
}

/** The member of the family whose command line holds `text`. */
export function memberRunning(text) {
  return family().find((pid) => read(pid, 'cmdline').replaceAll('\0', ' ').includes(text));
}

/** Forgets the largest memory that a process has had; `peakBytes` counts from now. */
export function forgetPeak(pid) {
  writeFileSync(join('/proc', String(pid), 'clear_refs'), '5');
}

/** Largest resident memory of a process since `forgetPeak`. */
export function peakBytes(pid) {
  return fieldBytes(pid, 'VmHWM');
}

/** Resident memory of a process now. */
export function residentBytes(pid) {
  return fieldBytes(pid, 'VmRSS');
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The name in parentheses may hold anything; the fields after it are those of proc(5) from the third on. */
function statOf(pid) {
  const fields = read(pid, 'stat').split(') ').at(-1).split(' ');
  if (fields.length < 15) return undefined;
  const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
  return { parent: Number(fields[1]), cpuMs: ticks * TICK_MS };
}

function fieldBytes(pid, name) {
  return Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(read(pid, 'status'))?.[1] ?? 0) * 1024;
}

/** Empty when the process has ended. */
function read(pid, file) {
  try {
    return readFileSync(join('/proc', String(pid), file), 'latin1');
  } catch {
    return '';
  }
}
