import { Audio, Image, isMedia, Text, Video } from '@mediaconduit/sdk';
import { createReadStream, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { eventually } from '@mediaconduit/testkit';
import { isolatedWorld, isRunning, type IsolatedWorld, type OddModel } from './__fixtures__/isolated-world';

let another: OddModel;
const MIB = 1024 * 1024;
const film = Buffer.concat([Buffer.from('000000206674797069736f6d', 'hex'), Buffer.alloc(3 * MIB, 7)]);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('media values across the process of a provider', () => {
  it.each([
    ['small bytes', async () => Video.fromBytes(film.subarray(0, 1000)), 1000],
    ['large bytes', async () => Video.fromBytes(film), film.length],
    ['a stream', async () => Video.fromStream(Readable.from([film, film])), 2 * film.length],
    ['a file', async (path: string) => Video.fromFile(path), film.length],
    ['a path', async (path: string) => path, film.length],
    ['a file: URL', async (path: string) => new URL(`file://${path}`), film.length],
    ['a stream of bytes', async (path: string) => Video.fromStream(createReadStream(path)), film.length],
  ])('takes and gives %s as a stream', async (_what, make, sizeBytes) => {
    await using world = await isolatedWorld();
    const path = await world.write('film.mp4', film);
    const model = await world.model('film');
    const result: Video = await model.transform(await make(path), {});
    expect(isMedia(result, 'video')).toBe(true);
    expect(result.inMemory).toBe(false);
    const bytes = await result.bytes();
    expect(bytes.length).toBe(sizeBytes);
    if (sizeBytes === film.length) expect(hash(bytes)).toBe(hash(film));
  });

  it.each([
    ['the provider is refreshed', (world: IsolatedWorld) => world.runtime.providers.refreshProvider('odd')],
    [
      'a call of somebody else is given up',
      async () => (await another.transform('hangs', { timeoutMs: 1 }).catch(() => undefined)) as unknown,
    ],
  ])('lets what was answered be read to its end when %s', async (_what, disturb) => {
    await using world = await isolatedWorld();
    const model = await world.model();
    another = model;
    const { value: pid } = await model.transform('pid');
    const result: Video = await model.transform('film that goes on');
    const reading = result.stream()[Symbol.asyncIterator]();
    await reading.next();
    await disturb(world);
    expect(isRunning(pid)).toBe(true);
    await reading.return?.();
    await eventually(async () => expect(isRunning(pid)).toBe(false));
    expect((await (await world.model()).transform('pid')).value).not.toBe(pid);
  });

  it('keeps what was answered and not read until the runtime is closed', async () => {
    await using world = await isolatedWorld();
    const path = await world.write('film.mp4', film);
    const given = await world.model('film');
    const result: Video = await given.transform(Video.fromFile(path), {});
    const { value: pid } = await (await world.model()).transform('pid');
    await world.runtime.providers.refreshProvider('odd');
    expect(isRunning(pid)).toBe(true);
    await world.runtime.close();
    expect(isRunning(pid)).toBe(false);
    await expect(result.bytes()).rejects.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
  });

  it('keeps in memory what was in memory', async () => {
    await using world = await isolatedWorld();
    const model = await world.model('film');
    const result: Video = await model.transform(Video.fromBytes(film, { metadata: { format: 'mp4' } }), {
      as: 'memory',
    });
    expect(result.inMemory).toBe(true);
    expect(hash(result.data)).toBe(hash(film));
    expect(result.metadata).toEqual({ format: 'mp4', width: 3 });
    const { value } = await model.transform(Video.fromBytes(film), { as: 'facts' });
    expect(value).toMatchObject({ kind: 'video', type: 'video/mp4', sizeBytes: film.length, inMemory: true });
  });

  it('tells size, type and name of a file, and not where it is; it can be read again', async () => {
    await using world = await isolatedWorld();
    const path = await world.write('cows.mp4', film);
    const model = await world.model('film');
    const given = Video.fromFile(path, { metadata: { duration: 2 } });
    const { value } = await model.transform(given, { as: 'facts' });
    expect(value).toEqual({
      ...{ kind: 'video', type: 'video/mp4', sizeBytes: film.length, fileName: 'cows.mp4', localPath: undefined },
      ...{ inMemory: false, metadata: { duration: 2 } },
    });
    expect((await model.transform(given, { as: 'twice' })).value).toEqual([film.length, film.length]);
  });

  it('gives the very value back that was given, and the same in its lineage', async () => {
    await using world = await isolatedWorld();
    const path = await world.write('film.mp4', film);
    const model = await world.model('film');
    for (const given of [Video.fromFile(path), Video.fromBytes(film), Video.fromBytes(film.subarray(0, 10))]) {
      await expect(model.transform(given, { as: 'same' })).resolves.toBe(given);
    }
    const given = Video.fromFile(path);
    const result: Video = await model.transform(given);
    expect(result.lineage?.inputs?.[0]).toBe(given);
    const again: Video = await model.transform(result);
    expect((await again.bytes()).length).toBe(film.length);
  });

  it('saves a result to a file', async () => {
    await using world = await isolatedWorld();
    const path = await world.write('film.mp4', film);
    const result: Video = await (await world.model('film')).transform(path);
    await result.saveToFile(`${path}.copy`);
    expect(hash(readFileSync(`${path}.copy`))).toBe(hash(film));
  });

  it('tells a missing file, and a stream that breaks off in either process, by their typed errors', async () => {
    await using world = await isolatedWorld();
    const model = await world.model('film');
    const missing: Video = await model.transform('/no/such/film.mp4');
    await expect(missing.bytes()).rejects.toMatchObject({
      code: 'MC_FILE_NOT_FOUND',
      facts: { path: '/no/such/film.mp4' },
    });
    const broken: Video = await model.transform(Video.fromBytes(film), { as: 'broken' });
    await expect(broken.bytes()).rejects.toMatchObject({ code: 'MC_DISK_FULL', hint: 'free some' });
    const given = Readable.from(
      (async function* () {
        yield Buffer.alloc(5);
        throw new Error('cable cut');
      })(),
    );
    const result: Video = await model.transform(Video.fromStream(given));
    await expect(result.bytes()).rejects.toMatchObject({ message: 'cable cut' });
  });

  it('fails to read what a process has lent that is gone', async () => {
    await using world = await isolatedWorld();
    const path = await world.write('film.mp4', film);
    const result: Video = await (await world.model('film')).transform(path);
    await (await world.model()).transform('exits').catch(() => undefined);
    await expect(result.bytes()).rejects.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
  });

  it('stops reading a file when nobody reads the result any more', async () => {
    await using world = await isolatedWorld();
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    const result: Video = await (await world.model('film')).transform(Video.fromStream(endless), {});
    for await (const chunk of result.stream()) if (chunk) break;
    expect((await (await world.model()).transform('moo')).content).toBe('moo');
  });

  it('passes values within options, lists and records', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    const image = Image.fromBytes(film.subarray(0, 50));
    const sound = Audio.fromBytes(film);
    const sent = { text: new Text('moo', 'en', 0.5), images: [image, image], at: new Date(5), none: undefined, sound };
    const { value } = await model.transform(sent, {
      look: true,
      voice: sound,
      raw: film.subarray(0, 9),
      large: film,
      deep: { a: [1] },
    });
    expect(value.input).toMatchObject({ at: new Date(5), text: { content: 'moo', language: 'en', confidence: 0.5 } });
    expect(value.input.images).toEqual([image, image]);
    expect(value.input.sound).toBe(sound);
    expect(value.options.voice).toBe(sound);
    expect(hash(value.options.large)).toBe(hash(film));
    expect(value.options).toMatchObject({ deep: { a: [1] }, look: true });
    expect(Buffer.from(value.options.raw)).toEqual(film.subarray(0, 9));
  });

  it('refuses what cannot cross, and says where it stands', async () => {
    await using world = await isolatedWorld();
    const model = await world.model();
    await expect(model.transform('moo', { deep: [{ onCow: () => undefined }] })).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      facts: { path: 'options.deep.0.onCow', what: 'a function' },
    });
  });
});
