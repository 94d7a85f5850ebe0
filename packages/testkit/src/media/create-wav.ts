import { readSound, type SoundOptions } from './sound';

const HEADER_BYTES = 44;
const BITS = 16;
const PCM = 1;

/** A WAV (PCM, 16 bits) with a sine or silence, the same bytes for the same options. @throws `MC_OPTIONS_INVALID` */
export function createWav(options: SoundOptions = {}): Buffer {
  const { channels, pcm, sampleRateHz } = readSound(options);
  const bytesPerFrame = (channels * BITS) / 8;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + pcm.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16); // length of the format
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * bytesPerFrame, 28);
  header.writeUInt16LE(bytesPerFrame, 32);
  header.writeUInt16LE(BITS, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(pcm.length, 40);
  return Buffer.concat([header, pcm]);
}
