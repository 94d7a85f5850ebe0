import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { eventually } from '@mediaconduit/testkit';
import { fetchWorld, type FetchWorld } from './__fixtures__/fetch-world';
import { gitBackend, serveHttp, type GitServer } from './__fixtures__/git-server';
import type { GitFetcherOptions } from './git-fetcher';

const onLinux = process.platform === 'linux' ? it : it.skip;
const SILENT: RequestListener = () => undefined;

describe('createGitFetcher, against servers', () => {
  let world: FetchWorld;
  let server: GitServer;
  let listener: RequestListener;
  let backend: RequestListener;
  beforeEach(async () => {
    world = await fetchWorld();
    await (await world.repository('acme/cow')).branch('main', { x: 'x' });
    backend = gitBackend(path.join(world.folder.path, 'mirror'));
    listener = backend;
    server = await serveHttp((request, response) => listener(request, response));
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  const fetch = async (options: Partial<GitFetcherOptions> = {}): ReturnType<FetchWorld['fetch']> =>
    world.fetch('github:acme/cow', { mirrors: { 'https://github.com/': server.url }, ...options });
  const status =
    (code: number, headers = {}): RequestListener =>
    (_request, response) =>
      void response.writeHead(code, headers).end();

  /** Programs that know the address of the server, where the system shows them. */
  const running = (): string[] =>
    (existsSync('/proc/self') ? readdirSync('/proc') : [])
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((name) => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(server.url);
        } catch {
          return false;
        }
      });

  it('fetches by HTTP', async () => {
    expect(await world.read((await fetch()).folder)).toEqual({ x: 'x' });
    expect(server.requests[0]).toBe('GET /acme/cow.git/info/refs?service=git-upload-pack');
  });

  it.each([
    [404, 'MC_SOURCE_NOT_FOUND', 'github:acme/cow does not exist.'],
    [401, 'MC_SOURCE_NOT_FOUND', 'github:acme/cow does not exist, or is private.'],
    [403, 'MC_SOURCE_NOT_FOUND', 'github:acme/cow does not exist, or is private.'],
    [418, 'MC_FETCH_FAILED', expect.stringContaining('418')],
  ])('takes a %s for an answer at once', async (code, error, message) => {
    listener = status(code, { 'www-authenticate': 'Basic realm="x"' });
    await expect(fetch()).rejects.toMatchObject({ code: error, message });
    expect(server.requests).toHaveLength(1);
  });

  it('asks twice again after a failure that may pass', async () => {
    listener = (request, response) => (server.requests.length < 3 ? status(503) : backend)(request, response);
    await expect(fetch()).resolves.toMatchObject({ resolution: { canonical: expect.stringContaining('acme/cow#') } });
    listener = status(503);
    const before = server.requests.length;
    await expect(fetch()).rejects.toMatchObject({ code: 'MC_FETCH_FAILED', retryable: true });
    expect(server.requests.length - before).toBe(3);
  }, 70_000);

  it.each(['file:///etc/', 'ext::sh -c touch% x', 'ftp://127.0.0.1/x/'])(
    'follows no redirect to %s',
    async (location) => {
      listener = status(302, { location: `${location}info/refs?service=git-upload-pack` });
      await expect(fetch()).rejects.toMatchObject({ code: 'MC_FETCH_FAILED' });
    },
  );

  it('gives up a silent server', async () => {
    listener = SILENT;
    const startedAt = performance.now();
    const limits = process.env['TORTURE'] ? {} : { idleMs: 1000 };
    await expect(fetch({ limits })).rejects.toMatchObject({ code: 'MC_FETCH_TIMEOUT', retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(running()).toEqual([]);
  }, 70_000);

  it('ends at its deadline, whatever comes', async () => {
    listener = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      const line = `003f${'ab'.repeat(20)} refs/heads/${'x'.repeat(6)}\n`;
      const write = (): void => {
        while (!response.destroyed && response.write(line.repeat(1000)));
      };
      response.on('drain', write);
      response.write('001e# service=git-upload-pack\n0000');
      write();
    };
    await expect(fetch({ limits: { timeoutMs: 1500 } })).rejects.toMatchObject({
      code: expect.stringMatching(/^MC_FETCH_(?:TIMEOUT|FAILED)$/),
    });
    await eventually(async () => expect(running()).toEqual([]));
  });

  it('stops a pack without end when it is too large', async () => {
    const target = await world.folder.write('target/x', '').then(path.dirname);
    const resolution = await world.resolve('github:acme/cow');
    listener = endlessPack(backend);
    const fetcher = world.fetcher({ mirrors: { 'https://github.com/': server.url }, limits: { sizeBytes: 8_000_000 } });
    await expect(fetcher.fetch(resolution, target, { signal: AbortSignal.timeout(60_000) })).rejects.toMatchObject({
      code: 'MC_ARCHIVE_UNSAFE',
      message: 'github:acme/cow is larger than 8000000 bytes.',
    });
    await eventually(async () => expect(running()).toEqual([]));
    expect(readdirSync(target)).toEqual(['x']);
  }, 70_000);

  onLinux('leaves nothing behind when it is aborted', async () => {
    listener = SILENT;
    const resolution = await world.resolve('github:acme/cow');
    const fetcher = world.fetcher({ mirrors: { 'https://github.com/': server.url } });
    const target = await world.folder.write('target/x', '').then(path.dirname);
    const abort = new AbortController();
    const fetching = fetcher.fetch(resolution, target, { signal: abort.signal });
    await eventually(async () => expect(running()).not.toEqual([]));
    abort.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');
    await eventually(async () => expect(running()).toEqual([]));
    expect(readdirSync(target)).toEqual(['x']);
    await expect(fetcher.fetch(resolution, target, { signal: abort.signal })).rejects.toThrow('enough');
  });

  onLinux(
    'leaves no process behind when its own is killed',
    async () => {
      listener = SILENT;
      const temporary = path.join(world.folder.path, 'tmp');
      await mkdir(temporary);
      const code = `
      const { createGitFetcher } = require(${JSON.stringify(path.join(__dirname, '../../../dist/source/git/git-fetcher.js'))});
      const { parseIdentifier } = require(${JSON.stringify(path.join(__dirname, '../../../dist/source/identifier.js'))});
      const mirrors = { 'https://github.com/': ${JSON.stringify(server.url)} };
      createGitFetcher({ environment: process.env, mirrors })
        .resolve(parseIdentifier('github:acme/cow', '/'), { signal: new AbortController().signal });`;
      const child = spawn(process.execPath, ['-e', code], {
        env: { ...process.env, TMPDIR: temporary },
        stdio: 'ignore',
      });
      await eventually(async () => expect(running().length).toBeGreaterThan(1));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await eventually(async () => expect(running()).toEqual([]));
      await eventually(async () => expect(readdirSync(temporary)).toEqual([]));
    },
    70_000,
  );

  describe('where credentials are asked for', () => {
    const home = (): string => path.join(world.folder.path, 'home');
    beforeEach(async () => {
      const authorization = `Basic ${Buffer.from('cow:secret').toString('base64')}`;
      listener = (request, response) =>
        (request.headers.authorization === authorization
          ? backend
          : status(401, { 'www-authenticate': 'Basic realm="x"' }))(request, response);
      await mkdir(home());
      const helper = `"!f() { touch ${home()}/asked; echo username=cow; echo password=secret; }; f"`;
      await writeFile(
        path.join(home(), '.gitconfig'),
        `[credential "${server.url}"]\n\thelper = ${helper}\n[core]\n\thooksPath = ${home()}/hooks\n`,
      );
      await writeFile(path.join(home(), '.netrc'), 'default login cow password secret\n', { mode: 0o600 });
    });

    const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: home() });

    it('gives none by itself', async () => {
      await expect(fetch({ environment: environment() })).rejects.toMatchObject({ code: 'MC_SOURCE_NOT_FOUND' });
      expect(existsSync(path.join(home(), 'asked'))).toBe(false);
    });

    it('asks the helpers of the user who wants that', async () => {
      await rm(path.join(home(), '.netrc'));
      const { folder } = await fetch({ environment: environment(), credentials: 'helper' });
      expect(await world.read(folder)).toEqual({ x: 'x' });
      expect(existsSync(path.join(home(), 'asked'))).toBe(true);
    });
  });
});

/** A pack that says it has a million objects, and starts to send them. */
function endlessPack(backend: RequestListener): RequestListener {
  const packet = (text: Buffer | string): Buffer =>
    Buffer.concat([Buffer.from((text.length + 4).toString(16).padStart(4, '0')), Buffer.from(text)]);
  const content = Buffer.alloc(60_000, 'x').map((_, index) => (index * 7919) % 251);
  const size = [0x30 | (content.length & 15) | 0x80, ((content.length >> 4) & 127) | 0x80, content.length >> 11];
  const object = Buffer.concat([Buffer.from(size), deflateSync(content, { level: 0 })]);
  return (request, response) => {
    if (request.method !== 'POST') return backend(request, response);
    response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
    response.write(packet('packfile\n'));
    response.write(packet(Buffer.concat([Buffer.from('\x01PACK\0\0\0\x02\0\x0f\xff\xff', 'latin1')])));
    const write = (): void => {
      while (!response.destroyed && response.write(packet(Buffer.concat([Buffer.from([1]), object]))));
    };
    response.on('drain', write);
    write();
  };
}
