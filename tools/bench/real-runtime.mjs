import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { fromRuntime } from './cowsay-runtime.mjs';

/**
 * A runtime for this workspace whose services run as processes, with a folder for files; both are removed by `close`.
 * `programs` are folders that are looked into for programs first.
 */
export function openReal({ programs = [] } = {}) {
  const { createRuntime } = fromRuntime('@mediaconduit/runtime');
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const environment = { ...process.env, PATH: [...programs, process.env.PATH].join(delimiter) };
  const home = join(folder, 'home');
  const runtime = createRuntime({ projectFolder: root, home, environment, engine: 'process' });
  return {
    ...{ runtime, folder, home },
    close: async () => {
      await runtime.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
