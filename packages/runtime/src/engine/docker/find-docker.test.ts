import { createHash } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { findDocker, type DockerSearch } from './find-docker';
import { pingDocker } from './ping-docker';

describe('findDocker', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  const fault = (code: string): Error => Object.assign(new Error(code), { code });
  const find = (search: Partial<DockerSearch>, answers: Readonly<Record<string, string>> = {}) =>
    findDocker({
      environment: {},
      userFolder: folder.path,
      platform: 'linux',
      ping: async (address) => {
        const key = address.kind === 'socket' ? address.path : `${address.host}:${address.port}`;
        const answer = answers[key] ?? 'ENOENT';
        if (answer.startsWith('E')) throw fault(answer);
        return answer;
      },
      ...search,
    });

  it.each([
    ['unix:///x.sock', '/x.sock', { kind: 'socket', path: '/x.sock' }],
    ['tcp://127.0.0.1:2375', '127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['tcp://localhost', 'localhost:2375', { kind: 'tcp', host: 'localhost', port: 2375 }],
    ['tcp://[::1]:9', '::1:9', { kind: 'tcp', host: '::1', port: 9 }],
    ['127.0.0.1:2375', '127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['npipe:////./pipe/docker_engine', '//./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
  ])('takes DOCKER_HOST=%s', async (host, key, address) => {
    const found = await find({ environment: { DOCKER_HOST: host } }, { [key]: '28', '/var/run/docker.sock': 'other' });
    expect(found).toEqual({ address, version: '28' });
  });

  it.each([
    ['ssh://user@elsewhere', 'another machine'],
    ['tcp://192.0.2.7:2375', 'another machine'],
    ['tcp://127.0.0.1.example.com:2375', 'another machine'],
    ['unix://', 'no address'],
    ['ftp://x', 'no address'],
    ['tcp://a b', 'no address'],
    ['garbage', 'DOCKER_HOST: "garbage" is no address'],
    ['/var/run/docker.sock', 'no address'],
    ['elsewhere:2375', 'another machine'],
  ])('says why it cannot use DOCKER_HOST=%s, and tries nothing else', async (host, reason) => {
    const found = await find({ environment: { DOCKER_HOST: host } }, { '/var/run/docker.sock': '28' });
    expect(found).toMatchObject({ reason: expect.stringContaining(reason), hint: expect.stringMatching(/\w/) });
  });

  it('shows the forms of an address, and the one that may be meant', async () => {
    const hintFor = async (host: string) => (await find({ environment: { DOCKER_HOST: host } })) as { hint?: string };
    expect((await hintFor('garbage')).hint).toMatch(/unix:.*tcp:.*npipe:/);
    expect((await hintFor('/my.sock')).hint).toBe('did you mean unix:///my.sock?');
  });

  it('takes the context that docker would use', async () => {
    const id = createHash('sha256').update('colima').digest('hex');
    await folder.write('.docker/config.json', '{ "currentContext": "colima" }');
    await folder.write(
      `.docker/contexts/meta/${id}/meta.json`,
      '{ "Endpoints": { "docker": { "Host": "unix:///colima.sock" } } }',
    );
    expect(await find({}, { '/colima.sock': '27' })).toMatchObject({ version: '27' });
    expect(await find({ environment: { DOCKER_CONTEXT: 'default' } }, { '/var/run/docker.sock': '28' })).toMatchObject({
      version: '28',
    });
    expect(await find({ environment: { DOCKER_CONTEXT: 'gone' } })).toMatchObject({
      reason: 'the Docker context "gone" does not exist',
    });
  });

  it.each(['.docker/run/docker.sock', '.docker/desktop/docker.sock', '.colima/default/docker.sock'])(
    'finds ~/%s',
    async (socket) => {
      expect(await find({}, { [path.join(folder.path, socket)]: '28' })).toMatchObject({ version: '28' });
    },
  );

  it.each(['docker.sock', 'podman/podman.sock'])('finds $XDG_RUNTIME_DIR/%s', async (socket) => {
    expect(
      await find({ environment: { XDG_RUNTIME_DIR: '/run/user/7' } }, { [`/run/user/7/${socket}`]: '4' }),
    ).toMatchObject({ version: '4' });
  });

  it('tells an engine that is not there from one that may not be used or does not answer', async () => {
    expect(await find({})).toMatchObject({
      reason: expect.stringContaining('tried unix:///var/run/docker.sock'),
      hint: expect.stringContaining('install'),
    });
    expect(await find({}, { '/var/run/docker.sock': 'EACCES' })).toEqual({
      reason: 'unix:///var/run/docker.sock: permission denied',
      hint: expect.stringContaining('usermod'),
    });
    expect(await find({}, { '/var/run/docker.sock': 'ECONNREFUSED' })).toMatchObject({
      hint: expect.stringContaining('start Docker'),
    });
    expect(await find({ platform: 'win32' }, { '//./pipe/docker_engine': '28' })).toMatchObject({ version: '28' });
  });
});

describe('pingDocker', () => {
  const serve = async (status: number, headers: http.OutgoingHttpHeaders) => {
    const server = http.createServer((_, response) => response.writeHead(status, headers).end('OK'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { server, address: { kind: 'tcp', host: '127.0.0.1', port } as const };
  };

  it.each([
    [{ server: 'Docker/28.2.2 (linux)' }, '28.2.2'],
    [{ 'api-version': '1.41' }, '1.41'],
    [{}, 'unknown'],
  ])('reads the version from %j', async (headers, version) => {
    const { server, address } = await serve(200, headers);
    expect(await pingDocker(address)).toBe(version);
    server.close();
  });

  it('rejects what is no engine', async () => {
    const { server, address } = await serve(503, {});
    await expect(pingDocker(address)).rejects.toMatchObject({ message: 'it answered with HTTP 503' });
    server.close();
    await expect(pingDocker({ kind: 'socket', path: '/no/such.sock' })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
