import type { MediaFacts } from './media-facts';

/** Containers that hold sound alone as well, whatever their name says. */
const SOUND_ALONE: ReadonlySet<string> = new Set(['video/mp4', 'video/quicktime', 'video/webm', 'video/x-matroska']);

type TrackFacts = Pick<MediaFacts, 'durationSeconds' | 'width' | 'height' | 'sampleRateHz' | 'channels' | 'hasSound'> &
  Partial<Pick<MediaFacts, 'kind'>>;

/** Reads the tracks of a container; nothing of what is no container, or is damaged. */
export async function measureTracks(bytes: Uint8Array, mimeType: string): Promise<TrackFacts> {
  const { ALL_FORMATS, BufferSource, Input } = loadMediabunny();
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    const sound = audio ? { sampleRateHz: audio.sampleRate, channels: audio.numberOfChannels } : {};
    const durationSeconds = await input.computeDuration();
    if (!video) return { ...(audio && SOUND_ALONE.has(mimeType) && { kind: 'audio' }), ...sound, durationSeconds };
    const size = { width: video.displayWidth, height: video.displayHeight };
    return { kind: 'video', ...size, ...sound, hasSound: audio !== null, durationSeconds };
  } catch {
    return {}; // what is damaged has no playing time
  } finally {
    input.dispose();
  }
}

/** Large: only when tracks are looked at. */
function loadMediabunny(): typeof import('mediabunny') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it always
  const mediabunny = require('mediabunny') as typeof import('mediabunny');
  mediabunny.Logging.level = mediabunny.LogLevel.Silent; // it would tell the console of tracks that it does not know
  return mediabunny;
}
