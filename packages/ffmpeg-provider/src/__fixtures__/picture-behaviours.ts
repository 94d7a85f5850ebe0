import type { SuiteEngine } from '@mediaconduit/testkit';
import { Audio, type Image } from '@mediaconduit/sdk';
import { readFileSync } from 'node:fs';
import { composition, FfmpegProvider } from '../index';
import { expectNear, ffmpegSuite, modelOf, saved } from './behaviour-context';
import { colorAt, makeMedia, makePicture, secondsOf, toneOf, volumeOf } from './sample-media';

/** Within what codecs and overlays change of a colour. */
const color = (red: number, green: number, blue: number): unknown[] =>
  [red, green, blue].map((value) => expect.closeTo(value, -2));
const RED = color(254, 0, 0);
const BLUE = color(0, 0, 254);

/** What the models make of pictures, checked by decoding it. */
export function pictureBehaviours(engine: SuiteEngine): void {
  ffmpegSuite('pictures', engine, (behaviour) => {
    behaviour('scales, cuts and paces a video', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'test', tone: 440, seconds: 4, size: '320x240' });
      const model = await modelOf(runtime, 'video-to-video');
      const options = { width: 160, fps: 10, start: 1, end: 3, preset: 'ultrafast', crf: 30 } as const;
      const made = await model.transform(film, options);
      expect(made.metadata).toMatchObject({ width: 160, height: 120, fps: 10, videoCodec: 'h264', format: 'mp4' });
      const file = await saved(made, folder.path);
      expectNear(secondsOf(file, 'v'), 2);
      expectNear(secondsOf(file, 'a'), 2);
    });

    behaviour('crops, turns, and fits into another shape', async ({ runtime, folder }) => {
      const model = await modelOf(runtime, 'video-to-video');
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'red', size: '320x240', seconds: 1 });
      const crop = { x: 10, y: 20, width: 100, height: 50 };
      expect((await model.transform(film, { crop, rotate: 90 })).metadata).toMatchObject({ width: 50, height: 100 });
      const boxed = await saved(await model.transform(film, { width: 400, height: 240 }), folder.path);
      expect(colorAt(boxed, 0, 4, 120)).toEqual(color(0, 0, 0));
      expect(colorAt(boxed, 0, 200, 120)).toEqual(RED);
      const filled = await model.transform(film, { width: 400, height: 240, fit: 'cover' });
      expect(colorAt(await saved(filled, folder.path, 'filled'), 0, 4, 120)).toEqual(RED);
    });

    behaviour('writes other formats and codecs, and copies', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'red', tone: 440, seconds: 1 });
      const model = await modelOf(runtime, 'video-to-video');
      const made = async (options: Parameters<typeof model.transform>[1]) =>
        (await model.transform(film, options)).metadata;
      expect(await made({ format: 'webm' })).toMatchObject({ format: 'webm', videoCodec: 'vp9', audioCodec: 'opus' });
      expect(await made({ format: 'mkv', videoCodec: 'h265' })).toMatchObject({ format: 'mkv', videoCodec: 'hevc' });
      expect(await made({ format: 'gif', fps: 5 })).toMatchObject({ format: 'gif', videoCodec: 'gif' });
      const copied = await made({ format: 'mov', videoCodec: 'copy', audioCodec: 'none' });
      expect(copied).toMatchObject({ videoCodec: 'h264' });
      expect(copied).not.toHaveProperty('audioCodec');
    });

    behaviour('joins videos of different shapes, with and without sound', async ({ runtime, folder }) => {
      const red = makeMedia(folder.path, 'red.mp4', { picture: 'red', tone: 440, seconds: 2 });
      const blue = makeMedia(folder.path, 'blue.webm', { picture: 'blue', size: '200x200', fps: 30, seconds: 1 });
      const model = await modelOf(runtime, 'video-to-video');
      const made = await model.transform([red, blue, red], { preset: 'ultrafast' });
      expect(made.metadata).toMatchObject({ width: 160, height: 120 });
      const file = await saved(made, folder.path);
      expectNear(secondsOf(file, 'v'), 5);
      expectNear(secondsOf(file, 'a'), 5);
      expect([colorAt(file, 1), colorAt(file, 2.5), colorAt(file, 4)]).toEqual([RED, BLUE, RED]);
      expect(volumeOf(file, 2.2, 0.5)).toBeLessThan(volumeOf(file, 0.5, 0.5) - 30);
    });

    behaviour('lays a picture over a video, for a while', async ({ runtime, folder }) => {
      const video = makeMedia(folder.path, 'film.mp4', { picture: 'red', seconds: 3 });
      const overlay = makePicture(folder.path, 'logo.png', 'blue', '40x40');
      const model = await modelOf(runtime, 'video-to-video');
      const made = await model.transform(
        { video, overlay },
        { overlay: { position: 'top-left', margin: 0, from: 1, until: 2 } },
      );
      const file = await saved(made, folder.path);
      expect([0.5, 1.5, 2.5].map((time) => colorAt(file, time, 20, 20))).toEqual([RED, BLUE, RED]);
      expect(colorAt(file, 1.5, 100, 100)).toEqual(RED);
    });

    behaviour('replaces and mixes the sound of a video', async ({ runtime, folder }) => {
      const video = makeMedia(folder.path, 'film.mp4', { picture: 'red', tone: 400, seconds: 3 });
      const audio = makeMedia(folder.path, 'tone.mp3', { tone: 1200, seconds: 10 });
      const model = await modelOf(runtime, 'video-to-video');
      const replaced = await saved(await model.transform({ video, audio }), folder.path, 'replaced');
      expectNear(toneOf(replaced, 0.5), 1200, 40);
      expectNear(secondsOf(replaced, 'a'), 3);
      const mixed = await saved(await model.transform({ video, audio }, { audio: 'mix' }), folder.path, 'mixed');
      expect(volumeOf(mixed)).toBeGreaterThan(volumeOf(replaced) + 1);
    });

    behaviour('takes frames, thumbnails and a sheet out of a video', async ({ runtime, folder }) => {
      const red = makeMedia(folder.path, 'red.mp4', { picture: 'red', seconds: 2 });
      const blue = makeMedia(folder.path, 'blue.mp4', { picture: 'blue', seconds: 2 });
      const videos = await modelOf(runtime, 'video-to-video');
      const film = await saved(await videos.transform([red, blue]), folder.path, 'film.mp4');
      const model = await modelOf(runtime, 'video-to-image');
      const pixel = async (image: Promise<Image>): Promise<number[]> =>
        colorAt(await saved(await image, folder.path), 0);
      expect(await pixel(model.transform(film, { time: 1 }))).toEqual(RED);
      expect(await pixel(model.transform(film, { time: 3, format: 'jpg' }))).toEqual(BLUE);
      expect(await pixel(model.transform(film, { frame: 49, format: 'webp' }))).toEqual(RED);
      expect(await pixel(model.transform(film, { frame: 50 }))).toEqual(BLUE);
      const thumbnails = await model.transformAll(film, { kind: 'thumbnails', count: 4, width: 80 });
      expect(thumbnails.map((image) => image.getDimensions())).toEqual(Array(4).fill({ width: 80, height: 60 }));
      const files = await Promise.all(thumbnails.map((image, index) => saved(image, folder.path, `thumbnail${index}`)));
      expect(files.map((file) => colorAt(file, 0, 40, 30))).toEqual([RED, RED, BLUE, BLUE]);
      const sheet = await model.transform(film, { kind: 'sprite', count: 4, columns: 2, width: 80 });
      expect(sheet.metadata).toMatchObject({ format: 'jpg', width: 160, height: 120 });
      const sheetFile = await saved(sheet, folder.path, 'sheet');
      expect([colorAt(sheetFile, 0, 20, 20), colorAt(sheetFile, 0, 100, 100)]).toEqual([RED, BLUE]);
    });

    behaviour('makes a video of pictures and a sound', async ({ runtime, folder }) => {
      const image = [
        makePicture(folder.path, 'red.png', 'red'),
        makePicture(folder.path, 'blue.jpg', 'blue', '301x201'),
      ];
      const audio = makeMedia(folder.path, 'tone.wav', { tone: 440, seconds: 10 });
      const model = await modelOf(runtime, 'image-to-video');
      const made = await model.transform({ image, audio }, { durations: [1, 2], fps: 10 });
      expect(made.metadata).toMatchObject({ width: 160, height: 120, fps: 10 });
      const file = await saved(made, folder.path);
      expectNear(secondsOf(file, 'v'), 3);
      expectNear(secondsOf(file, 'a'), 3);
      expect([colorAt(file, 0.5), colorAt(file, 2)]).toEqual([RED, BLUE]);
      const faded = await model.transform(image, { seconds: 2, transition: 1, fps: 10 });
      expectNear(secondsOf(await saved(faded, folder.path, 'faded'), 'v'), 3);
    });

    behaviour('renders a composition with texts that mean nothing but themselves', async ({ runtime, folder }) => {
      const red = makeMedia(folder.path, 'red.mp4', { picture: 'red', tone: 440, seconds: 3 });
      const blue = makePicture(folder.path, 'blue.png', 'blue');
      const music = makeMedia(folder.path, 'music.mp3', { tone: 900, seconds: 1 });
      const text = `'; [in]movie=/etc/passwd[x]; %{pts} \\: "█"`;
      const film = composition(await modelOf(runtime, 'video-to-video'))
        .add(red, { start: 1, mute: true })
        .prepend(blue, { duration: 1 })
        .text(text, { position: 'bottom', color: '#ffffff', fontSize: 12 })
        .audioTrack(music, { at: 1, loop: true })
        .fadeOut(0.5);
      expect(await film.validate()).toEqual([]);
      const graph = await film.preview();
      expect(graph).toContain('drawtext=textfile=');
      expect(graph).not.toContain('passwd');
      const file = await saved(await film.render({ preset: 'ultrafast' }), folder.path, 'film.mp4');
      expectNear(secondsOf(file, 'v'), 3);
      expect([colorAt(file, 0.5), colorAt(file, 1.5)]).toEqual([BLUE, RED]);
      expect(colorAt(file, 2.95)).toEqual(color(20, 0, 0));
      expect(volumeOf(file, 0.2, 0.5)).toBeLessThan(-60);
      expectNear(toneOf(file, 1.2), 900, 40);
    });

    behaviour('says what any file is', async ({ runtime, folder }) => {
      const provider = new FfmpegProvider(runtime.contextFor(FfmpegProvider.packageFolder));
      const ntsc = ['-r', '30000/1001', '-metadata', 'title=Ärger'];
      const film = makeMedia(folder.path, 'film.mkv', { picture: 'test', tone: 440, switches: ntsc });
      const sound = Audio.fromBytes(readFileSync(film));
      const facts = await provider.metadataOf(sound);
      expect(facts).toMatchObject({
        format: 'mkv',
        video: { width: 160, height: 120, fpsFraction: '30000/1001' },
        audio: { channels: 1, sampleRateHz: 44_100 },
        tags: { title: 'Ärger' },
      });
      expectNear(facts.duration ?? 0, 2);
      expect(sound.metadata).toMatchObject({ format: 'mkv', channels: 1, duration: facts.duration });
      expect(sound.getDuration()).toBe(facts.duration);
      await provider.dispose();
    });
  });
}
