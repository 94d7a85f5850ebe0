import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PNG, WAV } from './__fixtures__/sample-bytes';
import { Audio } from './audio';
import { Image } from './image';
import { Model3D } from './model3d';
import { Video } from './video';

const run = promisify(execFile);
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'));
  file = join(folder, 'cow.png');
  await writeFile(file, PNG);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('BinaryMedia', () => {
  it('keeps the constructors of the original core', () => {
    const asset = { url: 'https://example.com/cow.png' };
    const image = new Image(PNG, 'png', { localPath: '/tmp/cow.png' }, asset);
    expect(image).toMatchObject({
      data: PNG,
      metadata: { format: 'png', localPath: '/tmp/cow.png' },
      sourceAsset: asset,
    });
    expect(new Audio(WAV, asset, { format: 'wav' })).toMatchObject({ metadata: { format: 'wav' }, sourceAsset: asset });
    expect(new Video(WAV, 'mp4', { duration: 2 }, asset).getDuration()).toBe(2);
    expect(new Model3D(WAV, 'glb').getFormat()).toBe('glb');
  });

  it('does not copy bytes in memory', () => {
    const bytes = new Uint8Array(PNG);
    expect(Image.fromBytes(bytes).data.buffer).toBe(bytes.buffer);
  });

  it.each([
    ['memory', () => Image.fromBytes(PNG)],
    ['a file', () => Image.fromFile(file)],
    ['a file: URL', () => Image.fromUrl(pathToFileURL(file))],
    ['a base64 data: URL', () => Image.fromUrl(`data:image/png;base64,${PNG.toString('base64')}`)],
    ['a stream', () => Image.fromStream(Readable.from([PNG.subarray(0, 7), PNG.subarray(7)]))],
  ])('gives type and bytes from %s', async (_, make) => {
    const image = make();
    expect(image).toBeInstanceOf(Image);
    expect(await image.type()).toEqual({ mimeType: 'image/png', extension: 'png' });
    expect((await image.bytes()).equals(PNG)).toBe(true);
  });

  it('reads a percent-encoded data: URL', async () => {
    expect(String(await Image.fromUrl('data:image/svg+xml,%3Csvg/%3E').bytes())).toBe('<svg/>');
  });

  it.each(['ftp://host/x', 'no url', 'data:image/png', 'data:;base64,ä!'])('refuses the URL %s', (url) => {
    expect(() => Image.fromUrl(url)).toThrow(expect.objectContaining({ code: 'MC_INPUT_INVALID' }));
  });

  it('says how to get at bytes that are not in memory', () => {
    const image = Image.fromFile(file);
    expect(image.inMemory).toBe(false);
    expect(() => image.data).toThrow(
      expect.objectContaining({ code: 'MC_MEDIA_NOT_IN_MEMORY', hint: expect.stringContaining('bytes()') }),
    );
  });

  it('fails at first use for a missing file, and at check()', async () => {
    const missing = Image.fromFile(join(folder, 'none.png'));
    const notFound = { code: 'MC_FILE_NOT_FOUND', facts: { path: join(folder, 'none.png') } };
    await expect(missing.bytes()).rejects.toMatchObject(notFound);
    await expect(missing.type()).rejects.toMatchObject(notFound);
    await expect(missing.sizeBytes()).rejects.toMatchObject(notFound);
    await expect(missing.check()).rejects.toMatchObject(notFound);
    await expect(missing.saveToFile(join(folder, 'copy'))).rejects.toMatchObject(notFound);
    expect(await readdir(folder)).toEqual(['cow.png']);
  });

  it('says that a folder is no file', async () => {
    await expect(Image.fromFile(folder).check()).rejects.toThrow(/is a folder/);
    await expect(Image.fromFile(folder).bytes()).rejects.toThrow(/is a folder/);
  });

  it('passes check() for a file that is there', async () => {
    await expect(Image.fromFile(file).check()).resolves.toBeUndefined();
  });

  it('knows the size where it is known without reading', async () => {
    expect(await Image.fromFile(file).sizeBytes()).toBe(PNG.length);
    expect(await Image.fromBytes(PNG).sizeBytes()).toBe(PNG.length);
    expect(await Image.fromStream(Readable.from([PNG])).sizeBytes()).toBeUndefined();
  });

  it('collects no more than maxBytes, wherever the bytes are', async () => {
    for (const image of [Image.fromBytes(PNG), Image.fromFile(file), Image.fromStream(Readable.from([PNG]))]) {
      await expect(image.bytes({ maxBytes: 10 })).rejects.toMatchObject({
        code: 'MC_INPUT_TOO_LARGE',
        facts: { maxBytes: 10 },
      });
    }
  });

  it('can be read again from a file, and once from a stream', async () => {
    const fromFile = Image.fromFile(file);
    expect(await fromFile.bytes()).toEqual(await fromFile.bytes());
    const fromStream = Image.fromStream(Readable.from([PNG]));
    await fromStream.bytes();
    await expect(fromStream.bytes()).rejects.toMatchObject({ code: 'MC_MEDIA_CONSUMED' });
  });

  it('tells the format from metadata, bytes or file name', () => {
    expect(Audio.fromBytes(WAV, { metadata: { format: 'pcm' } }).getFormat()).toBe('pcm');
    expect(Audio.fromBytes(WAV).getFormat()).toBe('wav');
    expect(Audio.fromFile('/a/Song.MP3').getFormat()).toBe('mp3');
    expect(Audio.fromUrl('https://example.com/song.ogg?key=1').getFormat()).toBe('ogg');
    expect(Audio.fromStream(Readable.from([])).getFormat()).toBeUndefined();
  });

  it('tells the size of a picture from metadata or bytes', () => {
    expect(Image.fromBytes(PNG).getDimensions()).toEqual({ width: 3, height: 2 });
    expect(Image.fromBytes(PNG, { metadata: { width: 30, height: 20 } }).getDimensions()).toEqual({
      width: 30,
      height: 20,
    });
    expect(Image.fromBytes(WAV).getDimensions()).toBeUndefined();
    expect(Image.fromFile(file).getDimensions()).toBeUndefined();
    expect(new Video(WAV, 'mp4', { width: 4, height: 3 }).getDimensions()).toEqual({ width: 4, height: 3 });
  });

  it('tells how long it lasts from metadata', () => {
    expect(new Audio(WAV, undefined, { duration: 1.5 }).getDuration()).toBe(1.5);
    expect(new Audio(WAV).getDuration()).toBeUndefined();
  });

  it('is invalid when it is known to be empty', () => {
    expect(new Audio(Buffer.alloc(0)).isValid()).toBe(false);
    expect(new Audio(WAV).isValid()).toBe(true);
    expect(Audio.fromFile('/not/read').isValid()).toBe(true);
  });

  it('shows no bytes and no secret of a URL in JSON', () => {
    const shown = JSON.stringify([Image.fromBytes(PNG), Image.fromUrl('https://me:word@example.com/a.png?key=secret')]);
    expect(JSON.parse(shown)).toMatchObject([
      { kind: 'image', source: { from: 'bytes', sizeBytes: PNG.length } },
      { kind: 'image', source: { from: 'url', url: 'https://example.com/a.png' } },
    ]);
    expect(shown).not.toMatch(/secret|word/);
  });
});

describe('saveToFile', () => {
  it.each([
    ['memory', () => Image.fromBytes(PNG)],
    ['a file', () => Image.fromFile(file)],
    ['a stream', () => Image.fromStream(Readable.from([PNG]))],
  ])('writes the bytes from %s and leaves nothing beside them', async (_, make) => {
    const target = join(folder, 'out', 'copy.png');
    await mkdir(join(folder, 'out'));
    await writeFile(target, 'older and longer than the picture '.repeat(20));
    await make().saveToFile(target);
    expect((await readFile(target)).equals(PNG)).toBe(true);
    expect(await readdir(join(folder, 'out'))).toEqual(['copy.png']);
  });

  it('can replace the file it reads', async () => {
    await Image.fromFile(file).saveToFile(file);
    expect((await readFile(file)).equals(PNG)).toBe(true);
  });

  it('writes to a device instead of replacing it', async () => {
    await Image.fromBytes(PNG).saveToFile('/dev/null');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('keeps the old file and removes the temporary one when the stream fails', async () => {
    const failing = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000);
        throw new RangeError('cable cut');
      })(),
    );
    await expect(Image.fromStream(failing).saveToFile(file)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    expect((await readFile(file)).equals(PNG)).toBe(true);
    expect(await readdir(folder)).toEqual(['cow.png']);
  });

  it('removes the temporary file and destroys the stream when it is aborted', async () => {
    const abort = new AbortController();
    const half = new Readable({ read: () => undefined });
    half.push(Buffer.alloc(100_000));
    const saved = Image.fromStream(half).saveToFile(join(folder, 'copy.png'), { signal: abort.signal });
    while ((await readdir(folder)).length < 2) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(saved).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(half.destroyed).toBe(true);
    expect(await readdir(folder)).toEqual(['cow.png']);
  });

  it('removes the temporary file when copying a file is aborted', async () => {
    const saved = Image.fromFile(file).saveToFile(join(folder, 'copy.png'), { signal: AbortSignal.abort() });
    await expect(saved).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(await readdir(folder)).toEqual(['cow.png']);
  });

  it('names the path that cannot be written and destroys the stream', async () => {
    const stream = new Readable({ read: () => undefined });
    const path = join(folder, 'no', 'such', 'folder.png');
    const saved = Image.fromStream(stream).saveToFile(path);
    await expect(saved).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      facts: { path },
      cause: { code: 'ENOENT' },
    });
    expect(stream.destroyed).toBe(true);
    await expect(Image.fromBytes(PNG).saveToFile(folder)).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
    expect(await readdir(folder)).toEqual(['cow.png']);
  });

  it('copies 100 MB while memory grows by 32 MB at most', async () => {
    const large = join(folder, 'large.bin');
    const handle = await open(large, 'w');
    for (let written = 0; written < 100; written++) await handle.write(Buffer.alloc(1_048_576, written + 1));
    await handle.close();
    const script = join(__dirname, '__fixtures__', 'copy-media-file.cjs');
    const { stdout } = await run(process.execPath, [script, large, join(folder, 'copy.bin')]);
    expect((await stat(join(folder, 'copy.bin'))).size).toBe(104_857_600);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThanOrEqual(33_554_432);
  });
});
