// Lists and searches what a project has installed and prints how long that took; started by provider-index.mjs.
import { fromRuntime } from './cowsay-runtime.mjs';

const [, , projectFolder, home] = process.argv;
const { createRuntime } = fromRuntime('@mediaconduit/runtime');
const runtime = createRuntime({ projectFolder, home, environment: {} });
const { providers } = runtime;

const cold = timed(() => providers.installed());
const warm = timed(() => providers.installed());
globalThis.gc();
const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
const first = await timedAsync(() => providers.findBestProvider('text-to-text').catch(({ code }) => code));
const search = await timedAsync(() => providers.findBestProvider('text-to-text').catch(({ code }) => code));
await runtime.close();
process.stdout.write(
  JSON.stringify({
    found: cold.result.length,
    coldMs: cold.ms,
    warmMs: warm.ms,
    firstMs: first,
    searchMs: search,
    rss,
    heapUsed,
    arrayBuffers,
  }),
);

function timed(work) {
  const startedAt = performance.now();
  const result = work();
  return { result, ms: performance.now() - startedAt };
}

async function timedAsync(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
