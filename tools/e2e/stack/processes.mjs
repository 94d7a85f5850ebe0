// What runs on this machine, as /proc tells it.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Every process whose variables, command line or folder name the text: ids, parents, variables and command lines. */
export function processesWith(text) {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => describe(id) ?? []).filter((one) => one.pid !== process.pid && belongs(one, text));
}

/** Of the processes of a service those that no other of them started: one for each start. */
export function rootsOf(service, processes) {
  const own = processes.filter(({ variables }) => variables.includes(`STACK_SERVICE=${service}`));
  return own.filter(({ parent }) => !own.some(({ pid }) => pid === parent));
}

function belongs({ command, folder, variables }, text) {
  return command.includes(text) || folder.startsWith(text) || variables.some((one) => one.includes(text));
}

/** `undefined` for one that has ended meanwhile, or only waits to be collected. */
function describe(id) {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const [variables, command] = ['environ', 'cmdline'].map((name) => readFileSync(`/proc/${id}/${name}`, 'utf8'));
    return {
      pid: Number(id),
      parent: Number(parent),
      folder: readlinkSync(`/proc/${id}/cwd`),
      variables: variables.split('\0'),
      command: command.replaceAll('\0', ' ').trim(),
    };
  } catch {
    return undefined;
  }
}

/** Sends a signal to a process that may have ended. */
export function end(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
