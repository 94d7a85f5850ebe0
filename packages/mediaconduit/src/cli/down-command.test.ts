import { findSupervisor, type StackStatus } from '@mediaconduit/runtime/supervision';
import { eventually } from '@mediaconduit/testkit';
import { stackProject } from './__fixtures__/fake-supervisor';

/** It has to be forced to end. */
const SERVER = `process.on('SIGTERM', () => undefined);
const server = require('node:http').createServer((request, response) => response.end('muh'));
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;
const STACK = `name: farm
services:
  cow:
    process: { command: [node, server.js], port: { log: 'port (\\d+)' } }
    readiness: { path: / }
    stopGraceMs: 1000
`;

describe('mediaconduit down --all', () => {
  it('ends what a supervisor of its own runs before it says so; up waits for that', async () => {
    await using project = await stackProject(STACK);
    await project.folder.write('server.js', SERVER);
    const finish = async (...words: string[]) => {
      const { exitCode, stderr, stdout } = project.run([...words, '--json']);
      const code = await exitCode;
      if (code !== 0) throw new Error(stderr.text);
      return JSON.parse(stdout.text) as unknown;
    };
    const up = async (): Promise<string> => {
      const { stack } = (await finish('up', '--wait', '--engine', 'process')) as { readonly stack: StackStatus };
      return stack.services[0]?.baseUrl ?? '';
    };
    try {
      const before = await up();
      const down = finish('down', '--all');
      await eventually(async () => {
        const supervisor = await findSupervisor({ home: project.home, signal: AbortSignal.timeout(5000) });
        expect(await supervisor?.info()).toMatchObject({ isEnding: true });
      });
      await expect(fetch(before)).resolves.toBeDefined();
      const again = up();
      expect(await down).toEqual({ stopped: ['farm'], removed: [] });
      await expect(fetch(before)).rejects.toThrow();
      await expect(fetch(await again)).resolves.toBeDefined();
    } finally {
      await finish('down', '--all');
    }
  }, 30_000);
});
