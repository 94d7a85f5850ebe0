import type { JsonRequest, StackStatus } from '@mediaconduit/runtime/supervision';
import { MediaConduitError } from '@mediaconduit/sdk';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';
import { crashStatus, serviceStatus, stackStatus } from './__fixtures__/stack-status';

let project: StackProject;
beforeEach(async () => {
  project = await stackProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const change = (name: string, state: 'starting' | 'ready' | 'failed', previous = 'absent') => ({
  ...{ type: 'state', service: name, previous },
  status: serviceStatus(name, { state, ...(state === 'failed' && { crash: crashStatus() }) }),
});

/** Plays a supervisor that answers `up` with these lines, and keeps what it was asked for. */
async function answer(lines: readonly object[], stack: StackStatus): Promise<unknown[]> {
  const bodies: unknown[] = [];
  await project.serve(() => [stack], {
    'POST /v1/stacks': async function* ({ body }: JsonRequest) {
      bodies.push(body);
      yield* lines;
      yield { type: 'result', stack };
    },
  });
  return bodies;
}

describe('mediaconduit up', () => {
  it('asks for the stack of the project with its switches, and tells each change on a line', async () => {
    await project.folder.write('.env', 'COLOUR=red\n');
    const stack = stackStatus(project.file, [serviceStatus('redis'), serviceStatus('web')]);
    const bodies = await answer([change('redis', 'starting'), change('redis', 'ready'), change('web', 'ready')], stack);
    const words = ['up', 'gpu', '--no-search', '--wait', '--only', 'web', '--engine', 'process'];
    const { exitCode, stderr, stdout } = project.run(words);
    expect([await exitCode, stdout.text]).toEqual([0, '']);
    expect(bodies).toEqual([
      {
        ...{ file: project.file, services: ['web'], engine: 'process', wait: true },
        features: { gpu: true, search: false },
        environment: expect.objectContaining({ COLOUR: 'red', MEDIACONDUIT_HOME: project.home }),
      },
    ]);
    expect(stderr.text.replaceAll(/after \d+ ms/g, 'after 1 ms').split('\n')).toEqual([
      'redis: starting',
      'redis: ready at 127.0.0.1:4000 after 1 ms',
      'web: ready at 127.0.0.1:4000 after 1 ms',
      'shop is up: 2 services',
      '',
    ]);
  });

  it('speaks of nothing but the services that were asked for, and what these need', async () => {
    const services = [
      serviceStatus('web', { dependsOn: ['api'] }),
      serviceStatus('api', { dependsOn: ['redis'] }),
      serviceStatus('redis'),
      serviceStatus('barn', { state: 'failed', crash: crashStatus() }),
      serviceStatus('shed', { state: 'absent' }),
    ];
    await answer([], stackStatus(project.file, services));
    const web = project.run(['up', '--wait', '--only', 'web']);
    expect([await web.exitCode, web.stderr.text]).toEqual([0, 'shop: 3 of 5 services ready, as asked\n']);
    const json = project.run(['up', '--wait', '--only', 'web', '--json']);
    expect([await json.exitCode, JSON.parse(json.stdout.text).ok]).toEqual([0, true]);
    const barn = project.run(['up', '--wait', '--only', 'barn']);
    expect([await barn.exitCode, barn.stderr.text.split('\n').at(-2)]).toEqual([
      5,
      'shop: 0 of 1 service ready, 1 failed; mediaconduit status shows more',
    ]);
  });

  it('ends with 5 when a service failed that is tried again at the moment', async () => {
    const worker = serviceStatus('worker', { state: 'creating', crash: crashStatus() });
    await answer([], stackStatus(project.file, [serviceStatus('redis'), worker]));
    const { exitCode, stderr } = project.run(['up', '--wait']);
    expect(await exitCode).toBe(5);
    expect(stderr.text).toContain('shop: 1 of 2 services ready, 1 failed');
  });

  it('ends with 5 and a report of each service that failed', async () => {
    const worker = serviceStatus('worker', { state: 'failed', crash: crashStatus() });
    await answer([change('worker', 'failed')], stackStatus(project.file, [serviceStatus('redis'), worker]));
    const { exitCode, stderr } = project.run(['up', '--wait']);
    expect(await exitCode).toBe(5);
    expect(stderr.text.split('\n').slice(1)).toEqual([
      '✗ worker failed: exit code 3 after it was ready for 2.1 s, 5 restarts',
      '  MC_SERVICE_GONE: "worker" ended by itself with exit code 3.',
      '  changed since it last worked:',
      '    environment.PORT: "1" → "2"',
      '  last output:',
      '    | reading',
      '    | no \\x1b[31mport',
      '  next: read its output',
      'shop: 1 of 2 services ready, 1 failed; mediaconduit status shows more',
      '',
    ]);
  });

  it('reports what made the whole start fail', async () => {
    const facts = {
      failed: [{ name: 'db', code: 'MC_IMAGE_NOT_FOUND', message: 'No image.', logs: [], hint: 'pull it' }],
    };
    await project.serve(() => [], {
      // eslint-disable-next-line require-yield -- it fails before
      'POST /v1/stacks': async function* () {
        throw new MediaConduitError('MC_STACK_START_FAILED', 'The start was given up and undone.', { facts });
      },
    });
    const { exitCode, stderr } = project.run(['up', '--wait']);
    expect(await exitCode).toBe(5);
    expect(stderr.text).toBe(
      '✗ db failed: it did not get ready\n  MC_IMAGE_NOT_FOUND: No image.\n  it wrote nothing\n  next: pull it\n' +
        'error MC_STACK_START_FAILED: The start was given up and undone.\n',
    );
    const { error } = JSON.parse(await jsonOf(['up', '--wait', '--json']));
    expect(error).toMatchObject({ code: 'MC_STACK_START_FAILED', facts });
  });

  it('refuses a changed stack file with its fault, and the old one runs on', async () => {
    const rejected = { code: 'MC_STACK_INVALID', detail: 'mediaconduit.yml:1:1 no', hint: 'mend it' };
    await answer([], { ...stackStatus(project.file, [serviceStatus('redis')]), rejected });
    const { exitCode, stderr } = project.run(['up', '--wait']);
    expect([await exitCode, stderr.text]).toEqual([
      4,
      'error MC_STACK_INVALID: mediaconduit.yml:1:1 no\nhint: mend it\n',
    ]);
  });

  it('answers one object with --json', async () => {
    await answer([], stackStatus(project.file, [serviceStatus('redis')]));
    expect(JSON.parse(await jsonOf(['up', '--wait', '--json']))).toMatchObject({ ok: true, stack: { name: 'shop' } });
  });

  it('does not wait for what starts slowly unless told to', async () => {
    const stack = stackStatus(project.file, [serviceStatus('redis'), serviceStatus('slow', { state: 'starting' })]);
    await project.serve(() => [stack], {
      'POST /v1/stacks': async function* ({ signal }) {
        yield change('slow', 'starting');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const { exitCode, stderr } = project.run(['up']);
    expect(await exitCode).toBe(0);
    expect(stderr.text).toContain('shop: 1 of 2 services ready, the rest goes on by itself');
  });

  it('leaves when something is known of every service', async () => {
    const web = serviceStatus('web', { state: 'absent' });
    const later = [stackStatus(project.file, [serviceStatus('web')])];
    await project.serve(() => later, {
      'POST /v1/stacks': async function* () {
        yield { type: 'result', stack: stackStatus(project.file, [web]) };
      },
      'GET /v1/stacks/{stack}/events': async function* ({ signal }) {
        yield change('web', 'starting');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const { exitCode, stderr } = project.run(['up']);
    expect([await exitCode, stderr.text]).toEqual([0, 'web: starting\nshop is up: 1 service\n']);
  });

  it.each([
    ['', []],
    ['redis: starting\n', [change('redis', 'starting')]],
  ])('says at Ctrl-C after "%s" that the stack goes on, and how to end it', async (told, lines) => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    await project.serve(() => [], {
      'POST /v1/stacks': async function* ({ signal }) {
        yield* lines;
        setTimeout(begin, 50);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const { exitCode, interrupt, stderr } = project.run(['up', '--wait']);
    await begun;
    interrupt();
    expect(await exitCode).toBe(130);
    expect(stderr.text).toBe(
      `${told}error MC_CALL_ABORTED: Cancelled. The stack goes on starting.\n` +
        'hint: mediaconduit status --watch shows it, mediaconduit down ends it\n',
    );
  });

  it.each<[string, string[], number, string]>([
    ['an unknown flag', ['up', '--wiat'], 2, 'did you mean "--wait"?'],
    ['a feature on and off', ['up', 'gpu', '--no-gpu'], 2, 'either gpu or --no-gpu'],
    [
      'a folder without a stack file',
      ['up', '--cwd', '/'],
      4,
      'hint: write one that names your services, such as:\n  services:',
    ],
  ])('refuses %s', async (_case, words, code, said) => {
    const { exitCode, stderr } = project.run(words);
    expect([await exitCode, stderr.text]).toEqual([code, expect.stringContaining(said)]);
  });
});

async function jsonOf(words: readonly string[]): Promise<string> {
  const { exitCode, stdout } = project.run(words);
  await exitCode;
  return stdout.text;
}
