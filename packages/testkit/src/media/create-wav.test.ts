import { Audio } from '@mediaconduit/sdk';
import { createWav } from './create-wav';
import type { SoundOptions } from './sound';

const HEADER_BYTES = 44;

function crossingsOf(wav: Buffer): number {
  let crossings = 0;
  for (let at = HEADER_BYTES + 2; at < wav.length; at += 2)
    if (wav.readInt16LE(at - 2) < 0 && wav.readInt16LE(at) >= 0) crossings += 1;
  return crossings;
}

describe('createWav', () => {
  it('is a WAV of the length, rate and channels that were asked for', async () => {
    const wav = createWav({ seconds: 0.5, sampleRateHz: 8000, channels: 2 });
    expect(await new Audio(wav).type()).toEqual({ mimeType: 'audio/wav', extension: 'wav' });
    expect(wav).toHaveLength(HEADER_BYTES + 0.5 * 8000 * 2 * 2);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(4)]).toEqual([2, 8000, wav.length - 8]);
  });

  it('plays the tone that was asked for, on every channel', () => {
    expect(crossingsOf(createWav({ toneHz: 100 }))).toBeGreaterThan(97);
    expect(crossingsOf(createWav({ toneHz: 100 }))).toBeLessThan(102);
    const stereo = createWav({ channels: 2, seconds: 0.1 }).subarray(HEADER_BYTES);
    for (let at = 0; at < stereo.length; at += 4) expect(stereo.readInt16LE(at)).toBe(stereo.readInt16LE(at + 2));
  });

  it('can be silent, and empty', () => {
    expect(
      createWav({ toneHz: 0 })
        .subarray(HEADER_BYTES)
        .every((byte) => byte === 0),
    ).toBe(true);
    expect(createWav({ seconds: 0 })).toHaveLength(HEADER_BYTES);
  });

  it.each<SoundOptions>([
    { seconds: -1 },
    { seconds: 601 },
    { sampleRateHz: 16_000.5 },
    { channels: 0 },
    { toneHz: 9000 },
    { seconds: NaN },
  ])('refuses %j', (options) => {
    expect(() => createWav(options)).toThrow(expect.objectContaining({ code: 'MC_OPTIONS_INVALID' }));
  });
});
