import type { MediaMetadata } from '@mediaconduit/sdk';
import type { MediaFacts } from '@mediaconduit/ffmpeg-service/parameters';

/** The facts of a file in the words that media values use. */
export function metadataOfFacts({ format, duration, sizeBytes, bitrate, video, audio }: MediaFacts): MediaMetadata {
  const known = {
    ...{ format, duration, sizeBytes, bitrate, width: video?.width, height: video?.height, fps: video?.fps },
    ...{ videoCodec: video?.codec, audioCodec: audio?.codec, channels: audio?.channels },
    ...{ sampleRateHz: audio?.sampleRateHz },
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
