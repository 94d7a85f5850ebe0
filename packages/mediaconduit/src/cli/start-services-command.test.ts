import type { UpRequest } from '@mediaconduit/runtime/supervision';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';
import { serviceStatus, stackStatus } from './__fixtures__/stack-status';

const CAT = 'process: { command: [node, cat.js] }\nreadiness: { path: / }';

let project: StackProject;
let asked: UpRequest[];
beforeEach(async () => {
  project = await stackProject('services:\n  web: { process: { command: [node, web.js] } }\n');
  asked = [];
  for (const name of ['cat', 'dog']) {
    const folder = `node_modules/${name}-service`;
    await project.folder.write(`${folder}/MediaConduit.service.yml`, `id: ${name}-service\nname: ${name}\n${CAT}\n`);
    await project.folder.write(`${folder}/package.json`, JSON.stringify({ name: `${name}-service`, version: '1.0.0' }));
  }
  const dependencies = { 'cat-service': '1.0.0', 'dog-service': '1.0.0' };
  await project.folder.write('package.json', JSON.stringify({ name: 'zoo', dependencies }));
});
afterEach(() => project[Symbol.asyncDispose]());

async function serve(): Promise<void> {
  const known = (): string[] =>
    Object.keys((JSON.parse(asked.at(-1)?.text ?? '{}') as { services?: object }).services ?? {});
  const stack = () =>
    stackStatus(
      asked.at(-1)?.file ?? '',
      known().map((name) => serviceStatus(name)),
    );
  await project.serve(() => (asked.length > 0 ? [stack()] : []), {
    'POST /v1/stacks': async function* ({ body }) {
      asked.push(body as UpRequest);
      yield { type: 'result', stack: stack() };
    },
    'POST /v1/stacks/{stack}/services/{service}/stop': async ({ params }) => void asked.push(params as never),
  });
}

async function finish(...words: string[]) {
  const { exitCode, stderr, stdout } = project.run(words);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe('mediaconduit services start', () => {
  it('starts what the stack file holds as a part of its stack', async () => {
    await serve();
    expect((await finish('services', 'start', 'web')).code).toBe(0);
    expect(asked).toMatchObject([{ file: project.file, services: ['web'], wait: true }]);
    expect(asked[0]?.text).toBeUndefined();
  });

  it('leaves the features of a stack that runs as they are', async () => {
    const stack = { ...stackStatus(project.file, [serviceStatus('web')]), features: { gpu: true, search: false } };
    await project.serve(() => [stack], {
      'POST /v1/stacks': async function* ({ body }) {
        asked.push(body as UpRequest);
        yield { type: 'result', stack };
      },
    });
    expect((await finish('services', 'start', 'web')).code).toBe(0);
    expect(asked).toMatchObject([{ services: ['web'], features: stack.features }]);
  });

  it('starts installed services beside those that were started before', async () => {
    await serve();
    expect((await finish('services', 'start', 'cat-service')).code).toBe(0);
    const second = await finish('services', 'start', 'dog-service');
    expect([second.code, second.stderr]).toEqual([0, expect.stringContaining('2 services')]);
    expect(JSON.parse(asked[1]?.text ?? '')).toEqual({ services: { 'cat-service': {}, 'dog-service': {} } });
    expect(asked[1]).toMatchObject({ services: ['dog-service'], file: expect.stringMatching(/services\.yml$/) });
  });

  it('names the nearest service when there is no such one, and starts nothing', async () => {
    await serve();
    expect(await finish('services', 'start', 'cat-servise')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('cat-service'),
    });
    expect(asked).toEqual([]);
  });
});

describe('mediaconduit services, of those in stacks', () => {
  const stopped: unknown[] = [];
  beforeEach(async () => {
    stopped.splice(0);
    const services = [serviceStatus('cow', { serviceId: 'cowsay-service', engine: 'process' }), serviceStatus('idle')];
    const stack = stackStatus(project.file, services);
    await project.serve(() => [stack], {
      'GET /v1/stacks/{stack}/logs': async function* ({ query }) {
        const [service] = query.getAll('service');
        yield { type: 'log', service, line: `${service}, ${query.get('lines')} lines \u001b[2J` };
      },
      'POST /v1/stacks/{stack}/services/{service}/stop': async ({ params }) => void stopped.push({ ...params }),
    });
  });

  it.each(['cow', 'cowsay-service'])(
    'shows and stops one by its name in the stack and by what it is: %s',
    async (name) => {
      const said = 'cow, 7 lines \\x1b[2J\n';
      expect(await finish('services', 'logs', name, '--lines', '7')).toEqual({ code: 0, stderr: '', stdout: said });
      expect((await finish('services', 'status', name)).stdout).toContain('running at 127.0.0.1:4000');
      expect(await finish('services', 'stop', name)).toMatchObject({ code: 0, stderr: `stopped ${name}\n` });
      expect(stopped).toEqual([{ stack: 'shop-1', service: 'cow' }]);
    },
  );
});
