import { Readable } from 'node:stream';
import { mediaOfReply } from './media-of-reply';
import type { ServiceStreamReply } from './service-handle';

const timing = { queueMs: 0, startMs: 1, computeMs: 2, transferMs: 0 };

function reply(body: Readable, sizeBytes?: number): ServiceStreamReply {
  const headers: Record<string, string> = sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) };
  return { status: 200, headers, body, timing };
}

describe('mediaOfReply', () => {
  it('collects a small reply, so that it can be read twice', async () => {
    const metadata = { duration: 1.5 };
    const audio = await mediaOfReply('audio', reply(Readable.from([Buffer.from('RIFF'), Buffer.from('moo')]), 7), {
      metadata,
    });
    expect(audio).toMatchObject({ kind: 'audio', inMemory: true, metadata, timing });
    expect(audio.metadata).not.toBe(metadata);
    await expect(audio.bytes()).resolves.toEqual(Buffer.from('RIFFmoo'));
    await expect(audio.bytes()).resolves.toEqual(Buffer.from('RIFFmoo'));
  });

  it.each([[undefined], [5 * 1024 * 1024]])('hands out a reply of %p bytes as it comes', async (sizeBytes) => {
    const body = Readable.from([Buffer.from('film')]);
    const video = await mediaOfReply('video', reply(body, sizeBytes));
    expect(video.inMemory).toBe(false);
    expect(body.readableDidRead).toBe(false);
    await expect(video.bytes()).resolves.toEqual(Buffer.from('film'));
  });

  it('refuses an empty reply', async () => {
    await expect(mediaOfReply('image', reply(Readable.from([]), 0))).rejects.toMatchObject({
      code: 'MC_SERVICE_REPLY_INVALID',
    });
  });
});
