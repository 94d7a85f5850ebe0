import { configFolder, ConfigStore } from '@mediaconduit/runtime/supervision';
import { stackProject, type StackProject } from './__fixtures__/fake-supervisor';
import { stackStatus } from './__fixtures__/stack-status';

const STACK = `name: shop
services:
  web:
    image: nginx:1
    docker: { port: 80 }
    environment:
      COLOUR: \${COLOUR:-red}
      API_TOKEN: secret
  search:
    image: search:1
    docker: { port: 80 }
features:
  find: { services: [search], default: false }
`;

let project: StackProject;
beforeEach(async () => {
  project = await stackProject(STACK);
});
afterEach(() => project[Symbol.asyncDispose]());

async function finish(...words: string[]) {
  const { exitCode, stderr, stdout } = project.run(['config', ...words]);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe('mediaconduit config validate', () => {
  it('takes a good file, with the services of all features', async () => {
    const said = `${project.file} is valid: services web, search, features find\n`;
    expect(await finish('validate')).toEqual({ code: 0, stdout: '', stderr: said });
    expect(JSON.parse((await finish('validate', '--json')).stdout)).toEqual({
      ...{ ok: true, file: project.file, name: 'shop', services: ['web', 'search'], features: ['find'] },
    });
  });

  it('tells every fault of a bad one with its place', async () => {
    await project.folder.write('other.yml', 'services:\n  a: { image: a:1, dependsOn: [b], imagge: 3 }\n');
    const { code, stderr } = await finish('validate', 'other.yml');
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/other\.yml:2:\d+ unknown key "imagge"/),
    });
    await project.folder.write('other.yml', 'services:\n  a: { use: ./none }\n');
    expect(await finish('validate', 'other.yml')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('other.yml:2:'),
    });
    expect(await finish('validate', 'none.yml')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('none.yml'),
    });
  });
});

describe('mediaconduit config explain', () => {
  it('tells each value of a service and who said it, but no secret', async () => {
    await project.folder.write('.env', 'COLOUR=blue\n');
    const { stdout } = await finish('explain', 'web');
    expect(stdout).toMatch(/^ {2}environment\.COLOUR +"blue" +\$COLOUR at mediaconduit\.yml:7:\d+$/m);
    expect(stdout).toMatch(/^ {2}restart\.policy +"always" +default$/m);
    expect(stdout).not.toContain('secret');
  });

  it('leaves defaults out where it tells of all, and names the nearest service', async () => {
    const { stderr, stdout } = await finish('explain');
    expect(stdout).toMatch(/^web\n {2}environment\.API_TOKEN/);
    expect([stdout.includes('default'), stderr]).toEqual([false, expect.stringContaining('defaults are left out')]);
    expect(await finish('explain', 'wbe')).toMatchObject({ code: 3, stderr: expect.stringContaining('"web"') });
    expect(JSON.parse((await finish('explain', 'web', '--json')).stdout).services.web).toContainEqual({
      ...{ path: 'environment.COLOUR', value: 'red', origin: { from: 'stack file', place: `${project.file}:7:15` } },
    });
  });
});

describe('mediaconduit config diff', () => {
  const commit = (text: string) =>
    new ConfigStore({ folder: configFolder(project.home, project.file) }).commit({ text, source: 'file' });

  it('compares the file with what was applied last', async () => {
    await commit(STACK.replace('-red', '-green').replace('image: nginx:1', 'image: nginx:0'));
    const { code, stderr, stdout } = await finish('diff');
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${project.file} compared with configuration 1\n` });
    expect(stdout).toContain('~ web (is replaced)\n');
    expect(stdout).toContain('    environment.COLOUR: "green" → "red"\n');
    expect(JSON.parse((await finish('diff', '--json')).stdout)).toMatchObject({
      configuration: 1,
      same: false,
      added: [],
    });
  });

  it('goes by the features of the stack that runs', async () => {
    await commit(STACK.replace(/ {2}web:[^]*secret\n/, ''));
    await project.serve(() => [{ ...stackStatus(project.file, []), features: { find: true } }]);
    const { stderr, stdout } = await finish('diff');
    expect([stderr, stdout]).toEqual([expect.stringContaining('configuration 1, which runs\n'), '+ web\n']);
  });

  it('knows when nothing differs, and when nothing was applied', async () => {
    expect(await finish('diff')).toMatchObject({ stdout: '+ web\n', stderr: expect.stringContaining('never applied') });
    await commit(STACK);
    const said = `${project.file} is the same as configuration 1\n`;
    expect(await finish('diff')).toEqual({ code: 0, stdout: '', stderr: said });
  });
});
