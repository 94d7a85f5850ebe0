import { requireNumbers } from './require-number';

/** What can be heard. */
export interface SoundOptions {
  /** Playing time in seconds. Default 1. */
  readonly seconds?: number;
  /** Pitch of a sine in Hz; 0 is silence. Default 440. */
  readonly toneHz?: number;
  /** Default 16000. */
  readonly sampleRateHz?: number;
  /** All channels play the same. Default 1. */
  readonly channels?: number;
}

/** A sound as numbers: PCM of 16 bits, little-endian, the channels one after the other. */
export interface Sound {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly pcm: Buffer;
}

const BYTES_A_SAMPLE = 2;
const HALF_VOLUME = 0x4000;

/** Fills in the defaults and computes the samples. @throws `MC_OPTIONS_INVALID` */
export function readSound(options: SoundOptions): Sound {
  const { channels = 1, sampleRateHz = 16_000, seconds = 1, toneHz = 440 } = options;
  requireNumbers(
    { seconds, toneHz, sampleRateHz, channels },
    {
      seconds: { min: 0, max: 600, whole: false },
      toneHz: { min: 0, max: sampleRateHz / 2, whole: false },
      sampleRateHz: { min: 1000, max: 192_000 },
      channels: { min: 1, max: 8 },
    },
  );
  const count = Math.round(seconds * sampleRateHz);
  const pcm = Buffer.alloc(count * channels * BYTES_A_SAMPLE);
  const step = (2 * Math.PI * toneHz) / sampleRateHz;
  for (let at = 0; toneHz > 0 && at < count * channels; at += 1) {
    const sample = Math.round(HALF_VOLUME * Math.sin(step * Math.floor(at / channels)));
    pcm.writeInt16LE(sample, at * BYTES_A_SAMPLE);
  }
  return { sampleRateHz, channels, pcm };
}
