import { Image, type MediaType } from '@mediaconduit/sdk';
import type { MediaFacts } from './media-facts';
import { measureGlb } from './measure-glb';
import { measureTracks } from './measure-tracks';

/**
 * Looks at the bytes themselves: format, size, playing time, rate, channels. Playing times are those of MP4, MOV,
 * Matroska, WebM, WAV, MP3, Ogg, AAC and FLAC.
 */
export async function measureMedia(bytes: Uint8Array): Promise<MediaFacts> {
  const image = new Image(bytes);
  const { extension, mimeType } = await image.type();
  const facts = { kind: kindOf(mimeType), format: extension, mimeType, sizeBytes: bytes.length };
  switch (facts.kind) {
    case 'image':
      return { ...facts, ...image.getDimensions() };
    case 'audio':
    case 'video':
      return { ...facts, ...(await measureTracks(bytes, mimeType)) };
    case '3d':
      return { ...facts, ...measureGlb(bytes) };
    default:
      return facts;
  }
}

function kindOf(mimeType: MediaType['mimeType']): MediaFacts['kind'] {
  const [family] = mimeType.split('/');
  if (family === 'audio' || family === 'image' || family === 'video' || family === 'text') return family;
  return family === 'model' ? '3d' : 'unknown';
}
