import { createGlb } from '../../media/create-glb';
import { createMp4 } from '../../media/create-mp4';
import { createPng } from '../../media/create-png';
import { createWav } from '../../media/create-wav';

/** What `"sample"` in conformance.json may be. */
export type SampleKind = 'image' | 'audio' | 'video' | '3d';

/** Media that were made by code, as bytes and with the name of a file. */
export interface SampleFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A small file of that kind; sound and films last so long. */
export function sampleFile(kind: SampleKind, seconds = 1): SampleFile {
  switch (kind) {
    case 'image':
      return { name: 'sample.png', bytes: createPng() };
    case 'audio':
      return { name: 'sample.wav', bytes: createWav({ seconds }) };
    case 'video':
      return { name: 'sample.mp4', bytes: createMp4({ seconds, toneHz: 440 }) };
    case '3d':
      return { name: 'sample.glb', bytes: createGlb() };
  }
}
