import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRuntime } from './cowsay-runtime.mjs';

/**
 * Does `work` with a temporary folder and the address of a registry that has the provider `bench-provider`, which needs so
 * many packages. Both are gone afterwards.
 */
export async function withPackageServer(packages, work) {
  const { removeTree } = fromRuntime('./dist/store/remove-tree.js');
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const server = fork(join(import.meta.dirname, 'package-server.mjs'), [String(packages)]);
  try {
    const [registry] = await once(server, 'message');
    return await work({ folder, registry });
  } finally {
    server.kill();
    await removeTree(folder);
  }
}
