import { writeFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Audio } from '../media/audio';
import { formFileOf } from './form';

const WAV = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(28)]);

describe('formFileOf', () => {
  it('passes bytes in memory on as they are, named by what they show', async () => {
    const file = await formFileOf(Audio.fromBytes(WAV));
    expect(file).toEqual({ content: WAV, fileName: 'media.wav', contentType: 'audio/wav', sizeBytes: WAV.length });
  });

  it('streams a file and knows its size', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'form-'));
    try {
      const path = join(folder, 'a.bin');
      await writeFile(path, WAV);
      const file = await formFileOf(Audio.fromFile(path));
      expect(file).toMatchObject({
        fileName: 'a.bin',
        contentType: 'audio/wav',
        sizeBytes: WAV.length,
        localPath: path,
      });
      const named = await formFileOf(Audio.fromFile(path), { fileName: 'speech.wav' });
      expect(named.fileName).toBe('speech.wav');
      await expect(text(file.content as Readable)).resolves.toBe(WAV.toString());
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('does not know the size of a stream', async () => {
    const file = await formFileOf(Audio.fromStream(Readable.from([Buffer.from('moo moo moo')])));
    expect(file).toMatchObject({ fileName: 'media.txt', sizeBytes: undefined });
    await expect(text(file.content as Readable)).resolves.toBe('moo moo moo');
  });
});
