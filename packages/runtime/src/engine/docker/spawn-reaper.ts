import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { REAP_ORDER, type ReapOrder } from './docker-engine-options';

/**
 * Starts a detached Node.js that removes the containers of the order, unless other processes use them. It outlives us:
 * an `exit` handler cannot wait for the engine's answers. What it does not get done, the sweep of the next start does.
 */
export function spawnReaper(order: ReapOrder, environment: NodeJS.ProcessEnv): void {
  const child = spawn(process.execPath, [join(__dirname, 'reap-main.js')], {
    cwd: order.home,
    detached: true,
    stdio: 'ignore',
    // PATH finds the lock program; NODE_OPTIONS and its like belong to the program that ends. The order may hold a TLS
    // key, which other users could read on a command line.
    env: { PATH: environment['PATH'], [REAP_ORDER]: JSON.stringify(order) },
  });
  child.on('error', () => undefined);
  child.unref();
}
