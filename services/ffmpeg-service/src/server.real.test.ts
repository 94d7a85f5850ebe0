import { eventually } from '@mediaconduit/testkit';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { film, linesOf, LONG_JOB, media, RunningService, type Line } from './__fixtures__/running-service';

const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-media-'));
const FILM = media(folder, 'film.mp4', film(2));

afterAll(() => rmSync(folder, { recursive: true }));

/** What the tests read of a path in the OpenAPI document. */
type Described = Record<
  string,
  {
    requestBody: {
      content: Record<
        string,
        { schema: { properties: Record<string, { properties: Record<string, { enum: string[] }> }> } }
      >;
    };
    parameters: { name: string }[];
  }
>;

const last = (lines: readonly Line[]): Line => lines.at(-1) ?? { type: 'none' };

describe('dist/server.cjs', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start({ OUTPUT_KEEP_SECONDS: '5' });
  });

  afterAll(() => service[Symbol.asyncDispose]());

  afterEach(() => {
    expect(service.jobFolders()).toEqual([]);
    expect(service.stderr).toBe('');
  });

  it('is ready when ffmpeg runs, and tells what that can do', async () => {
    expect((await service.get('/health/ready')).status).toBe(200);
    expect(await (await service.get('/')).json()).toMatchObject({ service: 'ffmpeg-service', version });
    const capabilities = (await (await service.get('/capabilities')).json()) as { video: string[] };
    expect(capabilities).toMatchObject({ version: expect.stringMatching(/^\d/), hardware: expect.any(Array) });
    expect(capabilities.video).toEqual(expect.arrayContaining(['libx264', 'png']));
    const { models } = (await (await service.get('/models')).json()) as { models: object[] };
    expect(models).toHaveLength(5);
  });

  it('describes its tasks with all their options', async () => {
    const { paths } = (await (await service.get('/openapi.json')).json()) as { paths: Record<string, Described> };
    const { schema } = paths['/v1/tasks/video-to-video']?.['post']?.requestBody.content['multipart/form-data'] ?? {};
    expect(Object.keys(schema?.properties ?? {})).toEqual(['parameters', 'video', 'audio', 'overlay']);
    expect(schema?.properties['parameters']?.properties['preset']?.enum).toContain('veryfast');
    expect(paths['/outputs/{name}']?.['get']?.parameters[0]?.name).toBe('name');
  });

  it('does a task, and hands out the result once', async () => {
    const lines = await service.task('video-to-audio', [['video', FILM, '../../My film.mp4']], { format: 'flac' });
    expect(lines[0]).toMatchObject({ type: 'progress', phase: 'compute', completed: 0, total: 100, unit: '%' });
    const [output] = last(lines).outputs ?? [];
    expect(output).toMatchObject({ fileName: 'My-film.flac', contentType: 'audio/flac', metadata: { format: 'flac' } });
    const path = output?.url ?? '';
    expect(path).toMatch(/^\/outputs\/[0-9a-f-]{36}$/);
    expect((await fetch(service.url + path, { method: 'HEAD' })).status).toBe(200);
    const answer = await service.get(path);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'audio/flac',
      'content-length': String(output?.sizeBytes),
      'content-disposition': 'attachment; filename="My-film.flac"',
    });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('fLaC');
    // forgotten when the connection tells that all of it has left
    await eventually(async () => expect((await fetch(service.url + path, { method: 'HEAD' })).status).toBe(404));
    expect((await service.get('/outputs/..%2F..%2Fetc%2Fpasswd')).status).toBe(404);
  });

  it('says what files are', async () => {
    const answer = await service.send('/v1/probe', [
      ['file', FILM],
      ['file', media(folder, 'a.wav', film(1))],
    ]);
    expect(await answer.json()).toMatchObject({
      media: [
        { format: 'mp4', video: { width: 160, height: 120, fps: 25, fpsFraction: '25/1' }, audio: { codec: 'aac' } },
        { format: 'wav', duration: 1, audio: { codec: 'pcm_s16le' } },
      ],
    });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'the file "x.mp4" is empty'],
    ['a text', 'hello', 'the file "x.mp4" is broken, not whole, or no media'],
    ['half a film', FILM.subarray(0, 3000), 'is broken, not whole'],
    ['a playlist of files', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n', 'is a playlist'],
    [
      'a playlist of addresses',
      '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/x\n',
      'is a playlist',
    ],
    ['a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n", 'is a playlist'],
    ['a DASH manifest', '<?xml version="1.0"?><MPD profiles="urn:mpeg:dash:profile:isoff-live:2011"></MPD>', 'is'],
    [
      'a session description',
      'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n',
      'is',
    ],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>', 'is'],
  ])('refuses %s as a sentence', async (_what, content, text) => {
    const line = last(await service.task('video-to-video', [['video', content, 'x.mp4']]));
    expect(line).toMatchObject({ type: 'error', code: 'invalid-input', status: 422 });
    expect(line.error).toContain(text);
    expect(line.error).not.toMatch(/0x|configuration|root:/);
  });

  it.each<[object | string, number, string]>([
    [{ preset: 'fastest' }, 422, 'unknown preset "fastest"; did you mean "faster"?'],
    [{ widt: 100 }, 422, 'unknown field "widt"; did you mean "width"?'],
    [{ start: -1 }, 422, 'start must be at least 0'],
    [{ encoder: 'x264 -i /etc/passwd' }, 422, 'encoder'],
    ['{', 422, 'the field "parameters" is not valid JSON'],
  ])('refuses the parameters %j', async (parameters, status, text) => {
    const fields = { parameters: typeof parameters === 'string' ? parameters : JSON.stringify(parameters) };
    const answer = await service.send('/v1/tasks/video-to-video', [['video', FILM]], fields);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code: 'invalid-options', error: expect.stringContaining(text) });
  });

  it('refuses a form without files', async () => {
    expect(last(await service.task('video-to-audio', []))).toMatchObject({ code: 'invalid-input' });
  });

  it('shows what a composition would become, without files', async () => {
    const preview = async (composition: object): Promise<object> => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ composition });
      return (await (
        await fetch(`${service.url}/v1/compositions/preview`, { method: 'POST', headers, body })
      ).json()) as object;
    };
    expect(await preview({ clips: [{ input: 0, fadeIn: 1 }] })).toMatchObject({
      problems: [],
      inputs: [{ file: 0, switches: [] }],
      filterGraph: '[0:v:0]fade=t=in:st=0:d=1[n1];[0:a:0]afade=t=in:st=0:d=1[n2]',
    });
    expect(await preview({ clips: [{ input: 0, start: 2, end: 1 }] })).toEqual({
      problems: [{ path: 'clips.0.end', message: 'the end must be after the start' }],
    });
    expect(await preview({ clips: [] })).toMatchObject({ code: 'invalid-body' });
  });

  it('stops ffmpeg at once when the client goes, and leaves nothing', async () => {
    const leave = new AbortController();
    const answer = await service.sendLong(leave.signal);
    await eventually(async () => service.childWith(LONG_JOB));
    leave.abort();
    await expect(answer.text()).rejects.toThrow();
    await eventually(async () => expect(service.children()).toEqual([]));
    await eventually(async () => expect(service.jobFolders()).toEqual([]));
    expect((await service.get('/health/ready')).status).toBe(200);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '1000000' };
    const sent = request(`${service.url}/v1/tasks/video-to-video`, { method: 'POST', headers }).on(
      'error',
      () => undefined,
    );
    sent.write('--b\r\ncontent-disposition: form-data; name="video"; filename="a"\r\n\r\n');
    sent.write(Buffer.alloc(300_000));
    await eventually(async () => expect(service.jobFolders().some((name) => name.endsWith('/0'))).toBe(true));
    sent.destroy();
    await eventually(async () => expect(service.jobFolders()).toEqual([]));
  });

  it('says that there is not enough memory when ffmpeg is killed from outside', async () => {
    const answer = await service.sendLong();
    await eventually(async () => process.kill(service.childWith(LONG_JOB).pid, 'SIGKILL'));
    expect(last(await linesOf(answer))).toMatchObject({ type: 'error', code: 'out-of-memory', status: 507 });
  });

  it('forgets results that nobody fetches', async () => {
    await using own = await RunningService.start({ OUTPUT_KEEP_SECONDS: '1' });
    const [output] = last(await own.task('video-to-image', [['video', FILM]])).outputs ?? [];
    expect((await fetch(own.url + output?.url, { method: 'HEAD' })).status).toBe(200);
    await eventually(async () => expect((await fetch(own.url + output?.url, { method: 'HEAD' })).status).toBe(404));
  });
});
