import type { MediaFacts } from './media-facts';

/** A container may hold sound alone, whatever its name says: then it is an audio. */
type TrackFacts = Pick<MediaFacts, 'durationSeconds' | 'width' | 'height' | 'sampleRateHz' | 'channels' | 'hasSound'> &
  Partial<Pick<MediaFacts, 'kind'>>;

/** Reads the tracks of a container; nothing of what is no container, or is damaged. */
export async function measureTracks(bytes: Uint8Array): Promise<TrackFacts> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- large: only when tracks are looked at
  const { ALL_FORMATS, BufferSource, Input } = require('mediabunny') as typeof import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    const sound = audio ? { sampleRateHz: audio.sampleRate, channels: audio.numberOfChannels } : {};
    const durationSeconds = await input.computeDuration();
    if (!video) return { ...(audio && { kind: 'audio' }), ...sound, durationSeconds };
    const size = { width: video.displayWidth, height: video.displayHeight };
    return { kind: 'video', ...size, ...sound, hasSound: audio !== null, durationSeconds };
  } catch {
    return {}; // what is damaged has no playing time
  } finally {
    input.dispose();
  }
}
