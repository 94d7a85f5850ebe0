import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest } from 'node:http';
import { once } from 'node:events';
import os from 'node:os';
import { join } from 'node:path';
import { deferred, RunningService, type Answer } from './__fixtures__/running-service';
import { multipartBody } from './multipart-body';
import { ReceivedForm } from './received-form';
import { defineRoute } from './route';

const BOUNDARY = '----test';
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const END = `--${BOUNDARY}--\r\n`;

const field = (name: string, value: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, fileName: string, content: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: video/mp4\r\n\r\n${content}\r\n`;

describe('multipartBody', () => {
  let scratch: string;
  let running: RunningService;
  let folders: string[];

  const createFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(scratch, 'form-'));
    folders.push(folder);
    return folder;
  };

  const upload = defineRoute({
    method: 'POST',
    path: '/upload',
    summary: 'Tells what came',
    body: multipartBody({
      createFolder,
      fields: { parameters: { type: 'string' } },
      files: ['file'],
      maxFiles: 2,
      maxFileBytes: 500_000,
      maxFieldBytes: 1000,
    }),
    maxBodyBytes: 1_500_000,
    async handle({ body }) {
      await using form = body;
      const files = form.files.map(async ({ path, ...rest }) => ({ ...rest, content: await readFile(path, 'utf8') }));
      return { fields: form.fields, files: await Promise.all(files), names: await readdir(form.folder) };
    },
  });

  beforeEach(async () => {
    folders = [];
    scratch = await mkdtemp(join(os.tmpdir(), 'kit-form-'));
    running = await RunningService.start({ routes: [upload], limits: { requestTimeoutMs: 0, idleTimeoutMs: 200 } });
  });

  afterEach(async () => {
    await running[Symbol.asyncDispose]();
    expect(await readdir(scratch)).toEqual([]);
    await rm(scratch, { recursive: true });
  });

  const send = (body: string | Buffer, headers: Record<string, string> = FORM): Promise<Answer> =>
    running.send('POST', '/upload', body, headers);

  it('hands out fields and files, under names of its own', async () => {
    const body =
      field('parameters', '{"a":1}') + file('file', '../../etc/passwd', 'héllo') + file('other', '', '') + END;
    const answer = await send(body);
    expect(JSON.parse(answer.text)).toEqual({
      fields: { parameters: '{"a":1}' },
      files: [
        { field: 'file', fileName: 'passwd', contentType: 'video/mp4', sizeBytes: 6, content: 'héllo' },
        { field: 'other', fileName: '', contentType: 'video/mp4', sizeBytes: 0, content: '' },
      ],
      names: ['0', '1'],
    });
    expect(folders).toHaveLength(1);
  });

  it('keeps a field of the name __proto__ a field', async () => {
    const answer = await send(field('__proto__', '{}') + END);
    expect(answer.text).toContain('"__proto__":"{}"');
  });

  it.each<[string, string, number, string]>([
    ['a file that is too large', file('file', 'a "b', 'x'.repeat(500_001)) + END, 413, 'is larger than 500000 bytes'],
    ['too many files', file('a', 'a', 'a').repeat(3) + END, 413, 'the form has more than 2 files'],
    ['too many fields', field('a', 'a').repeat(101) + END, 413, 'the form has more than 100 fields'],
    ['a field that is too large', field('note', 'x'.repeat(1001)) + END, 413, 'the field "note" is larger than 1000'],
    ['a form that is too large', 'x'.repeat(1_500_001), 413, 'the body is larger than 1500000 bytes'],
    ['a form without end', file('file', 'a', 'abc'), 400, 'the body is not a valid form: Unexpected end'],
    ['something else', 'hello', 400, 'the body is not a valid form'],
    ['nothing', '', 400, 'the body is not a valid form'],
  ])('refuses %s', async (_what, body, status, message) => {
    const answer = await send(body);
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([status, expect.stringContaining(message)]);
    expect(running.errors).toEqual([]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['another type', { 'content-type': 'application/json' }, 415],
    ['a form without boundary', { 'content-type': 'multipart/form-data' }, 400],
    ['a boundary that is too long', { 'content-type': `multipart/form-data; boundary=${'x'.repeat(300)}` }, 400],
  ])('refuses %s', async (_what, headers, status) => {
    expect((await send('{}', headers)).status).toBe(status);
  });

  it.each([
    ['no space', '/dev/full', 507, '"code":"no-space"'],
    ['no folder', '/nowhere/at/all', 500, '"code":"internal"'],
  ])('answers when there is %s for a file, and takes the next form', async (_what, target, status, code) => {
    const full = async (): Promise<string> => {
      const folder = await createFolder();
      await symlink(target, join(folder, '0'));
      return folder;
    };
    const route = defineRoute({ ...upload, path: '/full', body: multipartBody({ createFolder: full }) });
    await using own = await RunningService.start({ routes: [route, upload] });
    const answer = await own.send('POST', '/full', file('file', 'a', 'abc') + END, FORM);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(code)]);
    expect((await own.send('POST', '/upload', file('file', 'a', 'abc') + END, FORM)).status).toBe(200);
  });

  describe('with files of this machine', () => {
    const named = (value: object | string): string =>
      file('file', 'film.mp4', typeof value === 'string' ? value : JSON.stringify(value)).replace(
        'video/mp4',
        'application/vnd.mediaconduit.local-file+json',
      ) + END;
    let local: string;
    let reader: RunningService;

    beforeEach(async () => {
      local = await mkdtemp(join(os.tmpdir(), 'kit-local-'));
      const body = multipartBody({ createFolder, maxFileBytes: 200_000, fileToken: 'secret' });
      reader = await RunningService.start({ routes: [defineRoute({ ...upload, body })] });
    });

    afterEach(async () => {
      await reader[Symbol.asyncDispose]();
      await rm(local, { recursive: true });
    });

    it('reads them where they are, and leaves them there', async () => {
      const path = join(local, '50%d ";,[].mp4');
      await writeFile(path, 'moo');
      const part = named({ path, contentType: 'video/webm', token: 'secret' });
      const answer = await reader.send('POST', '/upload', part, FORM);
      expect(JSON.parse(answer.text)).toMatchObject({
        files: [{ field: 'file', fileName: 'film.mp4', contentType: 'video/webm', sizeBytes: 3, content: 'moo' }],
        names: ['0'],
      });
      expect(await readFile(path, 'utf8')).toBe('moo');
    });

    it.each<[string, object | string, number, string]>([
      ['with another token', { path: '/etc/hostname', token: 'sesame' }, 403, 'is not the one of this service'],
      ['without a token', { path: '/etc/hostname' }, 400, 'needs {'],
      ['at a relative path', { path: 'etc/hostname', token: 'secret' }, 400, 'needs {'],
      ['that are not there', { path: '/no/such/film', token: 'secret' }, 422, 'cannot be read: ENOENT'],
      ['that are folders', { path: '/etc', token: 'secret' }, 422, 'it is no file'],
      ['that are devices', { path: '/dev/zero', token: 'secret' }, 422, 'it is no file'],
      ['with a zero in the name', { path: '/etc/host\0name', token: 'secret' }, 422, 'cannot be read'],
      ['that are no JSON', 'moo', 400, 'needs {'],
      ['that are null', 'null', 400, 'needs {'],
      ['whose name is endless', 'x'.repeat(100_000), 400, 'needs {'],
    ])('refuses files %s', async (_what, value, status, message) => {
      const answer = await reader.send('POST', '/upload', named(value), FORM);
      expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message)]);
    });

    it('names one that goes away while it is read, and leaves other faults alone', async () => {
      const form = new ReceivedForm(local);
      const target = join(local, 'film.mp4');
      await writeFile(target, 'moo');
      await symlink(target, form.pathOf(0));
      form.files.push({ field: 'file', fileName: '', contentType: '', path: form.pathOf(0), sizeBytes: 3 });
      await expect(form.read(() => Promise.reject(new Error('codec')))).rejects.toThrow('codec');
      await rm(target);
      const lost = form.read(() => Promise.reject(new Error('codec')));
      await expect(lost).rejects.toMatchObject({ status: 422, message: expect.stringContaining(target) });
    });

    it('refuses one that is too large', async () => {
      const path = join(local, 'large');
      await writeFile(path, 'x'.repeat(200_001));
      const answer = await reader.send('POST', '/upload', named({ path, token: 'secret' }), FORM);
      expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('is larger than 200000 bytes')]);
    });

    it('takes a name for an ordinary file where nobody was told a token', async () => {
      const part = named({ path: '/etc/hostname', token: 'undefined' });
      expect(JSON.parse((await send(part)).text).files[0].content).toContain('/etc/hostname');
    });
  });

  const open = (port: number): ClientRequest => {
    const sent = httpRequest({ port, method: 'POST', path: '/upload', headers: FORM }).on('error', () => undefined);
    sent.write(file('file', 'a', 'x'.repeat(100_000)).slice(0, -2));
    return sent;
  };

  it('answers 408 to a client that stops in the middle', async () => {
    const [response] = (await once(open(running.port), 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(408);
  });

  it('leaves nothing of a client that goes in the middle', async () => {
    await using own = await RunningService.start({ routes: [upload] });
    const sent = open(own.port);
    while (!folders[0] || !existsSync(join(folders[0], '0'))) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    while (existsSync(folders[0])) await new Promise((resolve) => setImmediate(resolve));
    expect(await own.service.drain()).toBe(true);
    expect(own.errors).toEqual([]);
  });

  it('does not take in what cannot be written', async () => {
    const gate = deferred();
    const slow = defineRoute({
      ...upload,
      path: '/slow',
      maxBodyBytes: 100_000_000,
      body: multipartBody({ createFolder: () => gate.promise.then(createFolder) }),
      async handle({ body }) {
        await using form = body;
        return form.files.map(({ sizeBytes }) => sizeBytes);
      },
    });
    await using own = await RunningService.start({ routes: [slow] });
    const sent = httpRequest({ port: own.port, method: 'POST', path: '/slow', headers: FORM });
    sent.write(file('file', 'a', '').slice(0, -2));
    let written = 0;
    while (written < 40_000_000 && sent.write(Buffer.alloc(1_000_000))) written += 1_000_000;
    expect(written).toBeLessThan(40_000_000);
    gate.resolve();
    sent.end(`\r\n${END}`);
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
    expect(String((await once(response, 'data'))[0])).toBe(`[${written + 1_000_000}]`);
  });

  it('survives forms that are cut, mixed and repeated at random', async () => {
    const whole = field('parameters', '{}') + file('file', 'a', '\r\n--'.repeat(50)) + END;
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const mutated = (): Buffer => {
      const bytes = Buffer.from(whole);
      for (let change = 0; change < 4; change += 1) bytes[random(bytes.length)] = random(256);
      return bytes.subarray(random(20), bytes.length - random(40));
    };
    const statuses = new Set<number>();
    for (let round = 0; round < 10_000; round += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(mutated())));
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses].filter((status) => ![200, 400, 408, 413].includes(status))).toEqual([]);
    expect(running.errors).toEqual([]);
  }, 120_000);

  it('answers a fault in a field at once, and keeps nothing of the file behind it', async () => {
    const sent = httpRequest({ port: running.port, method: 'POST', path: '/upload', headers: FORM });
    sent.on('error', () => undefined);
    sent.write(field('note', 'x'.repeat(1001)) + file('file', 'a', 'x'.repeat(1000)).slice(0, -2));
    const [response] = (await once(sent, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
    sent.destroy();
  });

  it('is in the OpenAPI document', async () => {
    const { paths } = JSON.parse((await running.send('GET', '/openapi.json')).text);
    const { schema } = paths['/upload'].post.requestBody.content['multipart/form-data'];
    expect(Object.keys(schema.properties)).toEqual(['parameters', 'file']);
  });
});
