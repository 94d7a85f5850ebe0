import type { SuiteEngine } from '@mediaconduit/testkit';
import { Audio } from '@mediaconduit/sdk';
import { expectNear, ffmpegSuite, modelOf, saved } from './behaviour-context';
import { loudnessOf, makeMedia, run, secondsOf, toneOf, volumeOf } from './sample-media';

/** What the models make of sounds, checked by decoding it. */
export function soundBehaviours(engine: SuiteEngine): void {
  ffmpegSuite('sound', engine, (behaviour) => {
    behaviour('takes the sound out of a video', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'test', tone: 440 });
      const model = await modelOf(runtime, 'video-to-audio');
      const sound = await model.transform(film, { format: 'wav', sampleRateHz: 16_000, channels: 1, start: 0.5 });
      expect(sound.kind).toBe('audio');
      expect(sound.metadata).toMatchObject({
        format: 'wav',
        sampleRateHz: 16_000,
        channels: 1,
        audioCodec: 'pcm_s16le',
      });
      expect(sound.timing?.computeMs).toBeGreaterThan(0);
      expect(sound.lineage).toMatchObject({ provider: 'ffmpeg', model: 'ffmpeg-video-to-audio' });
      const file = await saved(sound, folder.path);
      expectNear(secondsOf(file, 'a'), 1.5);
      expectNear(toneOf(file), 440, 10);
    });

    behaviour('converts between all formats of sound', async ({ runtime, folder }) => {
      const tone = makeMedia(folder.path, 'tone.wav', { tone: 880 });
      const model = await modelOf(runtime, 'audio-to-audio');
      for (const format of ['mp3', 'wav', 'flac', 'm4a', 'aac', 'ogg', 'opus'] as const) {
        const file = await saved(await model.transform(Audio.fromFile(tone), { format }), folder.path, format);
        expectNear(toneOf(file, 1), 880, 15);
        expectNear(secondsOf(file, 'a'), 2);
      }
    });

    behaviour('brings the loudness to the wanted value', async ({ runtime, folder }) => {
      const quiet = makeMedia(folder.path, 'quiet.wav', { tone: 1000, seconds: 6, switches: ['-af', 'volume=0.05'] });
      const model = await modelOf(runtime, 'audio-to-audio');
      const sound = await model.transform(quiet, { format: 'wav', normalize: true, loudness: -20 });
      expectNear(loudnessOf(await saved(sound, folder.path)), -20, 1);
    });

    behaviour('changes volume, speed and fades', async ({ runtime, folder }) => {
      const tone = makeMedia(folder.path, 'tone.wav', { tone: 440, seconds: 4 });
      const model = await modelOf(runtime, 'audio-to-audio');
      const halved = await saved(await model.transform(tone, { format: 'wav', volume: 0.5, speed: 2 }), folder.path);
      expectNear(volumeOf(halved) - volumeOf(tone), -6, 0.5);
      expectNear(secondsOf(halved, 'a'), 2);
      const faded = await saved(
        await model.transform(tone, { format: 'wav', fadeIn: 1, fadeOut: 1 }),
        folder.path,
        'f',
      );
      expect(volumeOf(faded, 0, 0.2)).toBeLessThan(volumeOf(faded, 1.5, 0.5) - 10);
      expect(volumeOf(faded, 3.8, 0.2)).toBeLessThan(volumeOf(faded, 1.5, 0.5) - 10);
    });

    behaviour('ends a film of unknown length that gets another sound', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.h264', { picture: 'test' });
      const tone = makeMedia(folder.path, 'tone.wav', { tone: 440, seconds: 1 });
      const model = await modelOf(runtime, 'video-to-video');
      const file = await saved(await model.transform({ video: film, audio: tone }), folder.path);
      expectNear(secondsOf(file, 'v'), 2);
      expectNear(secondsOf(file, 'a'), 2);
    });

    behaviour('cuts out silence', async ({ runtime, folder }) => {
      const file = `${folder.path}/pause.wav`;
      const pause = "volume='if(between(t,1,4),0,1)':eval=frame";
      run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=5', '-af', pause, file]);
      const model = await modelOf(runtime, 'audio-to-audio');
      const sound = await model.transform(file, { format: 'wav', removeSilence: true });
      expectNear(secondsOf(await saved(sound, folder.path), 'a'), 2, 0.3);
    });

    behaviour('joins and mixes several sounds', async ({ runtime, folder }) => {
      const low = makeMedia(folder.path, 'low.wav', { tone: 300, seconds: 2 });
      const high = makeMedia(folder.path, 'high.mp3', { tone: 900, seconds: 3 });
      const model = await modelOf(runtime, 'audio-to-audio');
      const joined = await saved(await model.transform([low, high], { format: 'wav' }), folder.path, 'joined');
      expectNear(secondsOf(joined, 'a'), 5);
      expectNear(toneOf(joined, 0.5), 300, 15);
      expectNear(toneOf(joined, 3), 900, 15);
      const mixed = await model.transform([low, high], { format: 'wav', combine: 'mix', volumes: [1, 0] });
      const file = await saved(mixed, folder.path, 'mixed');
      expectNear(secondsOf(file, 'a'), 3);
      expectNear(toneOf(file, 0.5), 300, 15);
    });
  });
}
