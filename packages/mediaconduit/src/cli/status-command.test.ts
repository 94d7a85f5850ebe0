import { eventually } from '@mediaconduit/testkit';
import type { StackStatus } from '@mediaconduit/runtime/supervision';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';
import { crashStatus, serviceStatus, stackStatus } from './__fixtures__/stack-status';

let project: StackProject;
let stacks: StackStatus[];
beforeEach(async () => {
  project = await stackProject();
  const worker = { restarts: 2, nextTryInMs: 3500, crash: crashStatus(), dependsOn: ['redis'] };
  const services = [serviceStatus('redis'), serviceStatus('worker', { state: 'backoff', ...worker })];
  stacks = [{ ...stackStatus(project.file, services), features: { gpu: true, search: false } }];
});
afterEach(() => project[Symbol.asyncDispose]());

const table = (file: string): string[] => [
  `shop  ${file} · configuration 1 · gpu · -search`,
  'SERVICE  STATE    UPTIME      RESTARTS  ADDRESS         NEEDS',
  'redis    ready    3 min 20 s  0         127.0.0.1:4000',
  'worker   backoff              2                         redis',
  '  └ next try in 4 s: "worker" ended by itself with exit code 3.',
];

describe('mediaconduit status', () => {
  it('shows every service, and why one does not run', async () => {
    await project.serve(() => stacks);
    const { exitCode, stdout } = project.run(['status']);
    expect([await exitCode, stdout.text.split('\n')]).toEqual([0, [...table(project.file), '']]);
  });

  it('says how to start when nothing runs', async () => {
    const { exitCode, stderr } = project.run(['status']);
    expect([await exitCode, stderr.text]).toEqual([0, 'nothing runs; mediaconduit up starts a stack\n']);
    const json = project.run(['status', '--json']);
    expect([await json.exitCode, JSON.parse(json.stdout.text)]).toEqual([0, { stacks: [] }]);
  });

  it('tells all with --json, and more with --verbose', async () => {
    await project.serve(() => stacks);
    const json = project.run(['status', '--json']);
    await json.exitCode;
    expect(JSON.parse(json.stdout.text)).toMatchObject({ supervisor: { pid: 7 }, stacks: [{ id: 'shop-1' }] });
    const verbose = project.run(['status', '--verbose']);
    await verbose.exitCode;
    expect(verbose.stderr.text).toMatch(/^supervisor: process 7 of .*\n✗ worker could not be started yet: exit code 3/);
  });
});

describe('mediaconduit status --watch', () => {
  /** A supervisor whose events come when `tell` is called, also before somebody listens. */
  async function serveEvents() {
    const lines: object[] = [];
    let isOver = false;
    let wake = (): void => undefined;
    const end = await project.serve(() => stacks, {
      'GET /v1/stacks/{stack}/events': async function* ({ signal }) {
        signal.addEventListener('abort', () => wake());
        while (!signal.aborted && !isOver) {
          yield* lines.splice(0);
          if (lines.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
        }
        isOver = false;
      },
    });
    const tell = (line: object): void => {
      lines.push(line);
      wake();
    };
    const endLines = (): void => {
      isOver = true;
      wake();
    };
    return { end, endLines, tell };
  }

  it('redraws in place at each event, and leaves the last picture at Ctrl-C', async () => {
    const { tell } = await serveEvents();
    const { exitCode, interrupt, stderr, stdout } = project.run(['status', '--watch'], { terminal: true });
    const drawn = (text: string) => eventually(async () => expect(stderr.text.includes(text)).toBe(true));
    await drawn('backoff');
    stacks = [stackStatus(project.file, [serviceStatus('redis', { state: 'stopping' })])];
    tell({ type: 'state', service: 'redis', previous: 'ready', status: serviceStatus('redis') });
    await drawn('stopping');
    interrupt();
    expect(await exitCode).toBe(0);
    expect(stderr.text.endsWith('\u001b[2K')).toBe(true);
    expect(stdout.text.split('\n')[2]).toMatch(/^redis +stopping/);
  });

  it('writes a line per change where there is no terminal', async () => {
    const { end, tell } = await serveEvents();
    const { exitCode, interrupt, stderr, stdout } = project.run(['status', '--watch']);
    await eventually(async () => expect(stdout.text).toContain('next try'));
    const status = serviceStatus('worker', { state: 'degraded', reason: 'slow' });
    tell({ type: 'state', service: 'worker', previous: 'starting', status });
    await eventually(async () => expect(stdout.text.split('\n').at(-2)).toBe('shop: worker: degraded: slow'));
    await end();
    await eventually(async () => expect(stderr.text).toBe('nothing runs; mediaconduit up starts a stack\n'));
    interrupt();
    expect(await exitCode).toBe(0);
    expect(stdout.text.split('\n').slice(0, 5)).toEqual(table(project.file));
  });

  it('writes a line of JSON per change', async () => {
    const { tell } = await serveEvents();
    const { exitCode, interrupt, stdout } = project.run(['status', '--watch', '--json']);
    await eventually(async () => expect(stdout.text).not.toBe(''));
    tell({ type: 'progress', service: 'redis', message: 'pulling' });
    await eventually(async () => expect(stdout.text.split('\n')).toHaveLength(3));
    interrupt();
    expect(await exitCode).toBe(0);
    const [first, second] = stdout.text.split('\n').map((line) => line && JSON.parse(line));
    expect(first).toMatchObject({ type: 'status', stacks: [{ name: 'shop' }] });
    expect(second).toEqual({ stack: 'shop-1', type: 'progress', service: 'redis', message: 'pulling' });
  });

  it.each(['--json', '--verbose'])(
    'shows a stack anew that was ended and started in between, with %s',
    async (flag) => {
      const { endLines } = await serveEvents();
      const { exitCode, interrupt, stdout } = project.run(['status', '--watch', flag]);
      const shown = (times: number) =>
        eventually(async () => expect(stdout.text.match(/ready|"state":"ready"/g)).toHaveLength(times));
      await shown(1);
      endLines();
      await shown(2);
      interrupt();
      expect(await exitCode).toBe(0);
    },
  );
});
