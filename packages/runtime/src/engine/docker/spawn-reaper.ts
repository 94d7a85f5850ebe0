import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ReapOrder } from './docker-engine-options';

/**
 * Starts a detached Node.js that removes the containers of the order, unless other processes use them. It outlives us:
 * an `exit` handler cannot wait for the engine's answers. What it does not get done, the sweep of the next start does.
 */
export function spawnReaper(order: ReapOrder, environment: NodeJS.ProcessEnv): void {
  const child = spawn(process.execPath, [join(__dirname, 'reap-main.js'), JSON.stringify(order)], {
    cwd: order.home,
    detached: true,
    stdio: 'ignore',
    // PATH finds the lock program; NODE_OPTIONS and its like belong to the program that ends
    env: { PATH: environment['PATH'] },
  });
  child.on('error', () => undefined);
  child.unref();
}
