import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownDefinition } from '@mediaconduit/runtime/supervision';
import { serviceDefinition } from '@mediaconduit/testkit';
import { stackProject, type StackProject, type Terminal } from './__fixtures__/fake-supervisor';

const STACK = `name: shop
services:
  web: { use: ./services/web, environment: { DATA: '\${DATA:-/mine}', DB_PASSWORD: sesame, LEVEL: debug } }
  plain: { use: ./services/plain }
  cache: { image: redis:7, docker: { port: 6379 } }
`;

const manifest = (id: string): string => `id: ${id}-service
name: ${id}
engines: [docker]
docker: { composeFile: docker-compose.yml, serviceName: web }
readiness: { path: / }
`;

let project: StackProject;
beforeEach(async () => {
  project = await stackProject(STACK);
  for (const id of ['web', 'plain'])
    await project.folder.write(`services/${id}/MediaConduit.service.yml`, manifest(id));
  const compose = 'services:\n  web:\n    image: x\n    ports: ["80"]\n';
  await project.folder.write('services/plain/docker-compose.yml', compose);
  await project.folder.write(
    'services/web/docker-compose.yml',
    `${compose}    cap_add: [ALL]\n    command: $DATA $DB_PASSWORD\n`,
  );
});
afterEach(() => project[Symbol.asyncDispose]());

async function finish(words: readonly string[], terminal?: Terminal) {
  const { exitCode, stderr, stdout } = project.run(['trust', ...words], terminal);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

const recorded = async (): Promise<{ trust: { sha256: string }[] }> =>
  JSON.parse(await readFile(join(project.folder.path, 'mediaconduit.lock'), 'utf8')) as Awaited<
    ReturnType<typeof recorded>
  >;

describe('mediaconduit trust', () => {
  it('shows what is refused and where, and does nothing without a yes', async () => {
    const { code, stderr } = await finish(['web']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/refused: .*services\/web\/docker-compose\.yml:5:\d+: .*cap_add is not allowed/);
    expect(stderr).toContain('trusted would be what these files say now: docker-compose.yml\n');
    expect(stderr).toContain('with the variables: DATA=/mine, DB_PASSWORD=(hidden)\n');
    expect(stderr).toContain('Trust web with that? It was not done');
    await expect(recorded()).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await finish(['web'], { terminal: true, answer: 'no' })).code).not.toBe(0);
  });

  it('records the file with its hash, by its name in the stack or in errors', async () => {
    const stack = { name: 'shop', scope: 'shop' };
    const { id } = ownDefinition(stack, { serviceId: 'web-service', definition: serviceDefinition({ id: 'web' }) });
    expect(await finish([id, '--yes'])).toMatchObject({ code: 0, stdout: '' });
    const entry = { file: 'services/web/docker-compose.yml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    const known = { ...entry, trustedAt: expect.stringMatching(/^\d{4}-.*Z$/), by: expect.any(String) };
    expect(await recorded()).toEqual({ trust: [{ service: id, ...known }] });
    const { stdout } = await finish(['web', '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ trusted: { service: 'web', ...entry }, files: ['docker-compose.yml'] });
  });

  it('records what was shown, not what the files have become before the answer', async () => {
    await finish(['web', '--yes']);
    const shown = await recorded();
    const answer = async (): Promise<string> => {
      await project.folder.write(
        'services/web/docker-compose.yml',
        'services: { web: { image: x, privileged: true } }',
      );
      return 'yes';
    };
    expect(await finish(['web'], { terminal: true, answer })).toMatchObject({ code: 0 });
    const again = await recorded();
    expect(again.trust[0]?.sha256).toBe(shown.trust[0]?.sha256);
  });

  it('lists and forgets', async () => {
    expect(await finish(['--list'])).toEqual({ code: 0, stdout: '', stderr: 'no service is trusted\n' });
    await finish(['web', '--yes']);
    expect((await finish(['--list'])).stdout).toMatch(
      /^SERVICE +FILE +SINCE +BY\nweb +services\/web\/docker-compose\.yml /,
    );
    expect(await finish(['--remove', 'web'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('not trusted any more'),
    });
    expect(JSON.parse((await finish(['--list', '--json'])).stdout)).toEqual({ trusted: [] });
    expect(await finish(['--remove', 'web'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('MC_SERVICE_NOT_FOUND'),
    });
  });

  it('needs none where nothing is refused', async () => {
    const said = 'plain needs no trust: docker-compose.yml asks for nothing that is refused\n';
    expect(await finish(['plain', '--yes'])).toEqual({ code: 0, stdout: '', stderr: said });
  });

  it.each([
    ['nothing', [], 2, 'Name one service'],
    ['a service with --list', ['web', '--list'], 2, 'Name one service'],
    ['a service without a compose file', ['cache'], 2, 'no compose file'],
    ['an unknown service', ['wbe'], 3, 'did you mean "web"'],
  ])('refuses %s', async (_what, words, code, text) => {
    expect(await finish(words)).toMatchObject({ code, stderr: expect.stringContaining(text) });
  });
});
