// Passes one file through a media value and prints by how many bytes memory grew; started by media-memory.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fromRuntime } from './cowsay-runtime.mjs';

const [way, target, from, file] = process.argv.slice(2);
const { Video } = fromRuntime('@mediaconduit/sdk');

/** Each gets ready, and answers the call that is measured. */
const ways = {
  file: async () => () => Video.fromFile(from).saveToFile(target),
  download: async () => () => Video.fromUrl(from).saveToFile(target),
  upload: async () => {
    const runtime = fromRuntime('@mediaconduit/runtime').createRuntime({ engine: 'auto' });
    const service = await runtime.services.getService(from);
    await service.startService();
    const path = `/?into=${encodeURIComponent(target)}`;
    return async () => {
      await service.request({ method: 'POST', path, body: Video.fromFile(file).stream() });
      await runtime.close();
    };
  },
};

const pass = await ways[way]();
const before = process.memoryUsage.rss();
forgetPeak();
await pass();
process.stdout.write(String(peakBytes() - before));

/** Only Linux can; elsewhere the peak counts from the start of the process, which can only be more. */
function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function peakBytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
