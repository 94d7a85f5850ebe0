// Lets the cow of a project speak and prints what the program uses then; started by unused-provider.mjs.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRuntime } from './cowsay-runtime.mjs';

const { createRuntime } = fromRuntime('@mediaconduit/runtime');
const home = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
const runtime = createRuntime({ projectFolder: process.argv[2], home, engine: 'process' });
const model = await runtime.model('cowsay:cowsay-default');
await model.transform('Hello');
runtime.providers.installed();
globalThis.gc();
const used = { heapBytes: process.memoryUsage().heapUsed, processes: children() };
await runtime.close();
rmSync(home, { recursive: true, force: true });
process.stdout.write(JSON.stringify(used));

/** How many processes have this one as their parent; 0 where there is no /proc. */
function children() {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === process.pid).length;
}

function parentOf(pid) {
  try {
    const stat = readFileSync(join('/proc', pid, 'stat'), 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it has ended
  }
}
