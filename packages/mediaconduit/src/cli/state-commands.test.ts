import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StackStatus, UpRequest } from '@mediaconduit/runtime/supervision';
import { stackProject, type StackProject, type Terminal } from './__fixtures__/fake-supervisor';
import { KeptVolumes } from './__fixtures__/kept-volumes';
import { serviceStatus, stackStatus } from './__fixtures__/stack-status';

const STACK = `name: shop
services:
  web: { image: 'nginx:1', docker: { port: 80 }, environment: { TOKEN: '\${TOKEN:-none}' } }
  redis: { image: 'redis:7', docker: { port: 6379 } }
features:
  find: { services: [redis], default: false }
`;
const EMPTY_TAR = Buffer.alloc(1024);

let project: StackProject;
let volumes: KeptVolumes;
beforeEach(async () => {
  volumes = new KeptVolumes();
  project = await stackProject(STACK, volumes.engines(true));
});
afterEach(() => project[Symbol.asyncDispose]());

async function finish(words: readonly string[], terminal?: Terminal) {
  const { exitCode, stderr, stdout } = project.run(['state', ...words], terminal);
  return { code: await exitCode, stdout: stdout.text, stderr: stderr.text };
}

const asked: UpRequest[] = [];
const serve = () => {
  const web = serviceStatus('web', { engine: 'docker' });
  const stack = {
    ...stackStatus(project.file, [web, serviceStatus('redis', { state: 'absent' })]),
    features: { find: true },
  };
  const stacks = [stack];
  return project.serve(() => stacks, {
    'GET /v1/stacks/{stack}/config': async () => ({ text: STACK.replace('none', 'some') }),
    'POST /v1/stacks': async function* ({ body }) {
      asked.push(body as UpRequest);
      yield { type: 'result', stack };
    },
  });
};

const exported = async (...flags: string[]) => {
  const end = await serve();
  const result = await finish(['export', 'shop.tar', ...flags]);
  await end();
  return result;
};

describe('mediaconduit state export', () => {
  it('writes what is in force and what runs', async () => {
    const { code, stdout } = await exported('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ file: join(project.folder.path, 'shop.tar'), data: false, stack: 'shop', volumes: [] },
      services: [
        { name: 'web', state: 'ready', engine: 'docker', wanted: true },
        { name: 'redis', state: 'absent', wanted: false },
      ],
    });
    const text = await readFile(join(project.folder.path, 'shop.tar'), 'utf8');
    expect(text).toContain('${TOKEN:-some}');
  });

  it('takes the file of a stack that does not run, and asks before it replaces another export', async () => {
    volumes.contents.set('shop_redis/data', Buffer.alloc(2048));
    const { code, stderr } = await finish(['export', 'shop.tar']);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^wrote shop to .*shop\.tar: .*2 services, no data\n--data/),
    ]);
    expect(await finish(['export', 'shop.tar'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    volumes.used.add('shop_redis/data');
    const { stderr: said } = await finish(['export', 'shop.tar', '--data', '--yes']);
    expect(said).toContain('redis may write meanwhile; mediaconduit down first');
    expect(said).toContain('the data of redis/data (2.05 kB)');
  });

  it('needs a stack, a place and, for data, Docker', async () => {
    expect(await finish(['export', 'none/shop.tar'])).toMatchObject({ code: 4 });
    await project[Symbol.asyncDispose]();
    project = await stackProject(STACK, volumes.engines(false));
    expect(await finish(['export', 'shop.tar'])).toMatchObject({ code: 0 });
    const { code, stderr } = await finish(['export', 'shop.tar', '--data', '--yes']);
    expect([code, stderr]).toEqual([5, expect.stringContaining('no Docker here')]);
    rmSync(project.file);
    expect(await finish(['export', 'shop.tar'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('There is no'),
    });
  });
});

describe('mediaconduit state import', () => {
  beforeEach(() => {
    asked.length = 0;
    volumes.contents.set('shop_redis/data', EMPTY_TAR);
  });

  it('writes the stack file, restores the data and starts what ran', async () => {
    await exported('--data');
    rmSync(project.file);
    volumes.contents.clear();
    const stacks: StackStatus[] = [];
    const end = await project.serve(() => stacks, {
      'POST /v1/stacks': async function* ({ body }) {
        asked.push(body as UpRequest);
        stacks.push(stackStatus(project.file, [serviceStatus('web')]));
        yield { type: 'result', stack: stacks[0] };
      },
    });
    const { code, stderr } = await finish(['import', 'shop.tar']);
    await end();
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^imported shop into .*, with the data of redis\/data\n/),
    ]);
    expect(asked).toMatchObject([{ file: project.file, features: { find: true }, services: ['web'] }]);
    expect(await readFile(project.file, 'utf8')).toBe(STACK.replace('none', 'some'));
    expect(volumes.contents.get('shop_redis/data')).toEqual(EMPTY_TAR);
  });

  it('restores the data of a stack without a name, which is apart from every other one', async () => {
    const dataIn = (folder: string): string => {
      const file = join(dirname(project.file), folder, 'mediaconduit.yml');
      return `${folder}-${createHash('sha256').update(file).digest('hex').slice(0, 8)}_redis/data`;
    };
    await project.folder.write('one/mediaconduit.yml', STACK.replace('name: shop\n', ''));
    volumes.contents.set(dataIn('one'), EMPTY_TAR);
    expect((await finish(['export', '../shop.tar', '--data', '--cwd', 'one'])).code).toBe(0);
    await project.folder.write('two/other', '');
    rmSync(project.file);
    expect((await finish(['import', '../shop.tar', '--cwd', 'two'])).code).toBe(0);
    expect([...volumes.contents.keys()]).toEqual(['shop_redis/data', dataIn('one'), dataIn('two')]);
  });

  it('asks before it replaces a stack file or data, and leaves all as it was after a no', async () => {
    await finish(['export', 'shop.tar', '--data']);
    await project.folder.write('mediaconduit.yml', 'name: shop\nservices: {}\n');
    volumes.contents.set('shop_redis/data', Buffer.from('newer'));
    const { code, stderr } = await finish(['import', 'shop.tar'], { terminal: true, answer: 'n' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('mediaconduit.yml, the data of redis/data? [y/N]')]);
    expect(String(volumes.contents.get('shop_redis/data'))).toBe('newer');
    volumes.isBroken = true;
    expect(await finish(['import', 'shop.tar', '--yes'])).toMatchObject({ code: 5 });
    expect(await readFile(project.file, 'utf8')).toBe('name: shop\nservices: {}\n');
    rmSync(project.file);
    expect(await finish(['import', 'shop.tar', '--yes'])).toMatchObject({ code: 5 });
    expect(existsSync(project.file)).toBe(false);
    volumes.isBroken = false;
    const { stdout } = await finish(['import', 'shop.tar', '--yes', '--json']);
    expect(JSON.parse(stdout)).toEqual({ ok: true, file: project.file, stack: 'shop', restored: ['redis/data'] });
  });

  it('names what it could not remove after it has replaced data', async () => {
    await finish(['export', 'shop.tar', '--data']);
    jest.spyOn(volumes, 'remove').mockImplementation(async (id) => {
      if (id.includes('before-import.')) throw new TypeError('no answer');
      volumes.contents.delete(id);
    });
    const { code, stderr } = await finish(['import', 'shop.tar', '--yes']);
    expect(code).toBe(0);
    expect(stderr).toContain('do so: docker volume rm shop_redis/before-import.data');
  });

  it('touches no data of what runs', async () => {
    await exported('--data');
    volumes.used.add('shop_redis/data');
    const said = 'redis/data runs, so its data cannot be replaced';
    expect(await finish(['import', 'shop.tar', '--yes'])).toMatchObject({
      code: 8,
      stderr: expect.stringContaining(said),
    });
    const end = await serve();
    expect(await finish(['import', 'shop.tar', '--yes'])).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('shop runs'),
    });
    await end();
  });

  it('says when a file comes from another kind of machine, and refuses a damaged one', async () => {
    await finish(['export', 'shop.tar']);
    const file = join(project.folder.path, 'shop.tar');
    const other = process.platform === 'linux' ? 'other' : 'l1nux';
    const bytes = await readFile(file, 'latin1');
    const moved = bytes.replace(
      `"platform": "${process.platform}"`,
      `"platform": "${other.padEnd(process.platform.length, '_').slice(0, process.platform.length)}"`,
    );
    await writeFile(file, moved, 'latin1');
    expect((await finish(['import', 'shop.tar', '--yes'])).stderr).toContain(`it was exported on ${other}`);
    await writeFile(file, bytes.slice(0, 700), 'latin1');
    const { code, stderr } = await finish(['import', 'shop.tar']);
    expect([code, stderr]).toEqual([4, expect.stringContaining('MC_STATE_INVALID')]);
    expect(await finish(['import', 'none.tar'])).toMatchObject({ code: 4 });
  });
});
