import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

/** Loads what the runtime package can load: itself, its libraries and, by path, its own modules. */
export const fromRuntime = createRequire(join(root, 'packages', 'runtime', 'package.json'));

export const cowsayFolder = join(root, 'services', 'cowsay-service');

/** Says what every subject says. */
export const TEXT = 'Hello from the benchmark';

/** The request that the cowsay provider sends for it, for subjects that send it themselves. */
export const TRANSFORM = {
  method: 'POST',
  path: '/transform',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: TEXT, options: {} }),
};

/** A runtime for this workspace with the model opened; no service runs yet. Its home is removed by `close`. */
export async function openCowsay(engine, home = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'))) {
  const { createRuntime } = fromRuntime('@mediaconduit/runtime');
  const runtime = createRuntime({ projectFolder: root, home, engine });
  const model = await runtime.model('cowsay:cowsay-default', { capability: 'text-to-text' });
  const definition = (await runtime.services.definitions()).find(({ id }) => id === 'cowsay-service');
  return {
    home,
    runtime,
    model,
    definition,
    service: runtime.services.open(definition),
    close: async () => {
      await runtime.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
