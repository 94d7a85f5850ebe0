import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { PNG } from './__fixtures__/sample-bytes';
import { Text } from './text';

describe('Text', () => {
  it('keeps the parameters of the original core in their order', () => {
    const asset = { url: 'x' };
    const expected = { content: 'moo', language: 'en', confidence: 0.5, metadata: { a: 1 }, sourceAsset: asset };
    expect(new Text('moo', 'en', 0.5, { a: 1 }, asset)).toMatchObject(expected);
    expect(Text.fromString('moo', 'en', 0.5, { a: 1 }, asset)).toMatchObject(expected);
  });

  it('keeps a confidence of 0', () => {
    expect(Text.fromString('moo', 'en', 0).confidence).toBe(0);
    expect(Text.fromString('moo', 'en', 0).getTextMetadata()).toEqual({ language: 'en', confidence: 0 });
  });

  it('is invalid when blank, and prints as its content', () => {
    expect(new Text(' \n\t').isValid()).toBe(false);
    expect(new Text('moo').isValid()).toBe(true);
    expect(String(new Text('moo'))).toBe('moo');
  });

  it('reads UTF-8 from bytes, streams, data: URLs and files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'text-'));
    await writeFile(join(folder, 'a.txt'), 'grüße 🐄');
    const options = { language: 'de', metadata: { a: 1 } };
    const all = await Promise.all([
      Text.fromBytes(Buffer.from('grüße 🐄'), options),
      Text.fromStream(Readable.from([Buffer.from('grü'), Buffer.from('ße 🐄')]), options),
      Text.fromUrl('data:,gr%C3%BC%C3%9Fe%20%F0%9F%90%84', options),
      Text.fromFile(join(folder, 'a.txt'), options),
    ]);
    for (const text of all) expect(text).toMatchObject({ content: 'grüße 🐄', language: 'de', metadata: { a: 1 } });
    await rm(folder, { recursive: true });
  });

  it('reads back every string', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0') && !each.startsWith('\uFEFF'));
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        expect((await Text.fromBytes(Buffer.from(content))).content).toBe(content);
      }),
    );
  });

  it('drops a byte order mark', async () => {
    expect((await Text.fromBytes(Buffer.from('\uFEFFmoo'))).content).toBe('moo');
  });

  it('refuses binary and invalid UTF-8, and says what it looks like', async () => {
    await expect(Text.fromBytes(PNG)).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: 'The bytes are no text but image/png.',
    });
    await expect(Text.fromBytes(Buffer.from([0x67, 0xfc, 0x72]))).rejects.toThrow('The bytes are no UTF-8 text.');
    await expect(Text.fromBytes(Buffer.from('a\0b'))).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    await expect(Text.fromBytes(Buffer.from('\uFEFFmoo', 'utf16le'))).rejects.toThrow('The bytes are no UTF-8 text.');
  });

  it('says that a file is missing, too large, or no longer wanted', async () => {
    await expect(Text.fromFile('/no/such/file.txt')).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
    await expect(Text.fromBytes(Buffer.alloc(20, 'a'), { maxBytes: 19 })).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
    });
    const signal = AbortSignal.abort();
    await expect(Text.fromFile(__filename, { signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });
});
