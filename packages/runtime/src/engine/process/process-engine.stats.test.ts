import { eventually, serviceDefinition } from '@mediaconduit/testkit';
import { tmpdir } from 'node:os';
import { createProcessEngine } from './process-engine';

const { signal } = new AbortController();

/** Leaves the work to a child, as many services do. */
const BUSY = `
  require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  process.send({ type: 'listening', port: 1 });
`;

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the process engine', () => {
  onLinux('measures what a service uses together with its children', async () => {
    const engine = createProcessEngine();
    try {
      const block = { command: ['node', '-e', BUSY], port: 'ipc', environment: {} } as const;
      const { id } = await engine.ensure(serviceDefinition({ folder: tmpdir(), process: block }), { signal });
      const stats = await eventually(async () => {
        const found = await engine.stats?.(id);
        expect(found?.cpuPercent).toBeGreaterThan(10);
        return found;
      });
      expect(stats?.cpuPercent).toBeLessThan(250);
      expect(stats?.memoryBytes).toBeGreaterThan(50_000_000);
      expect(stats?.memoryBytes).toBeLessThan(stats?.memoryLimitBytes ?? 0);
      expect(stats?.pids).toBeGreaterThan(1);
    } finally {
      await engine.close();
    }
  });
});
