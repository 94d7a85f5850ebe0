// Loads one provider and prints how long that took, the first time and again; started by load.mjs.
import { pathToFileURL } from 'node:url';
import { fromRuntime } from './cowsay-runtime.mjs';

const AGAIN = 10_000;
const [, , way, projectFolder, home, what] = process.argv;
const { createRuntime } = fromRuntime('@mediaconduit/runtime');
const startedAt = performance.now();
const runtime = createRuntime({ projectFolder, home, environment: { PATH: process.env.PATH } });
const createMs = performance.now() - startedAt;

const load = {
  bare: () => import(pathToFileURL(what).href),
  ours: () => runtime.providers.getProvider(what),
}[way];
const first = await timed(load);
const again = await timed(async () => {
  for (let time = 0; time < AGAIN; time++) await load();
});
await runtime.close();
process.stdout.write(JSON.stringify({ createMs, firstMs: first, againUs: (again * 1000) / AGAIN }));

async function timed(task) {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}
