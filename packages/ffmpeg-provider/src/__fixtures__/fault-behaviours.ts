import { Audio, Video, type Progress } from '@mediaconduit/sdk';
import { eventually, type SuiteEngine } from '@mediaconduit/testkit';
import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { composition } from '../index';
import { ffmpegSuite, modelOf, processesWith, saved } from './behaviour-context';
import { makeMedia, makePicture, run, secondsOf } from './sample-media';

const KEY = '76a6c65c5ea762046bd749a2e632ccbb';

/** A film of a day: whatever has to end ffmpeg comes before its own end. */
const LONG = { seconds: 86_400 };

/** How the models tell what they do, stop, and refuse. */
export function faultBehaviours(engine: SuiteEngine): void {
  ffmpegSuite('calls', engine, (behaviour) => {
    behaviour('tells the upload, then the work, in order', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'test', tone: 440, seconds: 5, size: '640x480' });
      const model = await modelOf(runtime, 'video-to-video');
      const reports: Progress[] = [];
      await model.transform(film, { fps: 20, preset: 'fast', onProgress: (progress) => void reports.push(progress) });
      const phases = reports.map(({ phase }) => phase);
      expect(reports[0]).toMatchObject({ phase: 'upload', completed: 0, unit: 'bytes' });
      expect([...new Set(phases)]).toEqual(['upload', 'compute']);
      expect(phases.lastIndexOf('upload')).toBeLessThan(phases.indexOf('compute'));
      for (const phase of ['upload', 'compute']) {
        const done = reports.filter((report) => report.phase === phase).map(({ completed = 0 }) => completed);
        expect(done).toEqual([...done].sort((a, b) => a - b));
        expect(done.length).toBeGreaterThan(2);
      }
      const last = reports.findLast(({ phase }) => phase === 'upload');
      expect(last?.completed).toBe(last?.total);
    });

    behaviour('takes a stream, and gives a large result as one', async ({ runtime, folder }) => {
      const film = makeMedia(folder.path, 'film.mp4', { picture: 'red', tone: 440, seconds: 12 });
      const model = await modelOf(runtime, 'video-to-audio');
      const options = { format: 'wav', sampleRateHz: 192_000 } as const;
      const sound = await model.transform(Video.fromStream(createReadStream(film)), options);
      expect(sound.inMemory).toBe(false);
      const file = await saved(sound, folder.path);
      expect(Math.abs(secondsOf(file, 'a') - 12)).toBeLessThan(0.2);
      await expect(sound.bytes()).rejects.toMatchObject({ code: 'MC_MEDIA_CONSUMED' });
    });

    behaviour('ends ffmpeg when the call is cancelled', async ({ runtime, folder }) => {
      const picture = makePicture(folder.path, 'red.png', 'red');
      const model = await modelOf(runtime, 'image-to-video');
      const cancel = new AbortController();
      const options = { ...LONG, crf: 37, signal: cancel.signal };
      const call = model.transform(picture, options).catch((error: unknown) => error);
      await eventually(async () => expect(processesWith('-progress', '-crf', '37')).toHaveLength(1));
      cancel.abort();
      expect(await call).toMatchObject({ code: 'MC_CALL_ABORTED' });
      await eventually(async () => expect(processesWith('-progress', '-crf', '37')).toEqual([]));
    });

    behaviour('ends ffmpeg when the deadline of the call is over', async ({ runtime, folder }) => {
      const picture = makePicture(folder.path, 'red.png', 'red');
      const model = await modelOf(runtime, 'image-to-video');
      const call = model.transform(picture, { ...LONG, crf: 38, timeoutMs: 1500 });
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
      await eventually(async () => expect(processesWith('-progress', '-crf', '38')).toEqual([]));
    });
  });

  ffmpegSuite('refusals', engine, (behaviour) => {
    const refused = async (call: Promise<unknown>): Promise<unknown> => {
      const { code, message } = (await call.catch((error: unknown) => error)) as { code: string; message: string };
      return [code, message];
    };
    const because = (code: string, text: string): unknown => [code, expect.stringContaining(text)];

    behaviour('refuses media that are none, and works on', async ({ runtime, folder }) => {
      const good = makeMedia(folder.path, 'good.mp4', { picture: 'red', tone: 440, seconds: 1 });
      const bytes = readFileSync(good);
      const sealed = ['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', KEY, '-encryption_kid', KEY];
      run('ffmpeg', ['-v', 'error', '-i', good, '-c', 'copy', ...sealed, `${folder.path}/sealed.mp4`]);
      const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';
      const model = await modelOf(runtime, 'video-to-audio');
      const cases: [content: string | Uint8Array, code: string, text: string][] = [
        [new Uint8Array(), 'MC_INPUT_INVALID', 'there are no bytes'],
        ['just some text', 'MC_INPUT_INVALID', 'the bytes are text/plain'],
        [playlist, 'MC_INPUT_INVALID', 'the bytes are text/plain'],
        [Buffer.concat([Buffer.from([0, 255, 0, 200]), randomBytes(5000)]), 'MC_INPUT_INVALID', 'is broken'],
        [bytes.subarray(0, 2000), 'MC_INPUT_INVALID', 'is broken, not whole'],
        [readFileSync(`${folder.path}/sealed.mp4`), 'MC_INPUT_INVALID', 'is encrypted (DRM)'],
        [readFileSync(makePicture(folder.path, 'p.png', 'red')), 'MC_INPUT_INVALID', 'the bytes are image/png'],
      ];
      for (const [index, [content, code, text]] of cases.entries()) {
        const file = await folder.write(`bad-${index}.mp4`, content);
        expect(await refused(model.transform(file))).toEqual(because(code, text));
      }
      // a wrong extension is no fault
      const renamed = await folder.write('really-a-film.mp3', bytes);
      expect((await model.transform(renamed, { format: 'wav' })).metadata.format).toBe('wav');
    });

    behaviour('refuses what the files or options do not give', async ({ runtime, folder }) => {
      const silent = makeMedia(folder.path, 'silent.mp4', { picture: 'red', seconds: 2 });
      const sound = makeMedia(folder.path, 'sound.mp3', { tone: 440, seconds: 2 });
      const take = await modelOf(runtime, 'video-to-audio');
      const change = await modelOf(runtime, 'video-to-video');
      const image = await modelOf(runtime, 'video-to-image');
      const calls: [Promise<unknown>, code: string, text: string][] = [
        [take.transform(silent), 'MC_INPUT_INVALID', 'has no sound'],
        [take.transform(`${folder.path}/none.mp4`), 'MC_FILE_NOT_FOUND', 'does not exist'],
        [take.transform({ vidoe: silent }), 'MC_INPUT_INVALID', '"vidoe" is no input'],
        [take.transform([]), 'MC_INPUT_INVALID', 'No video was given'],
        [take.transform(silent, { format: 'wavv' } as never), 'MC_OPTIONS_INVALID', 'format must be one of'],
        [change.transform(Audio.fromFile(sound) as never), 'MC_INPUT_INVALID', 'Video was expected'],
        [change.transform(silent, { start: 5 }), 'MC_OPTIONS_INVALID', 'the file ends at 2 s'],
        [
          change.transform(silent, { encoder: 'h264_madeup' }),
          'MC_OPTIONS_INVALID',
          'has no video encoder "h264_madeup"',
        ],
        [change.transform(silent, { videoCodec: 'copy', width: 80 }), 'MC_OPTIONS_INVALID', 'can be copied only when'],
        [change.transform(silent, { crop: { x: 100, y: 0, width: 100, height: 50 } }), 'MC_OPTIONS_INVALID', 'outside'],
        [image.transform(silent, { time: 9 }), 'MC_OPTIONS_INVALID', 'the file ends at 2 s'],
        [image.transform(silent, { kind: 'thumbnails' }), 'MC_OPTIONS_INVALID', 'several pictures'],
      ];
      for (const [call, code, text] of calls) expect(await refused(call)).toEqual(because(code, text));
    });

    behaviour('lists what is wrong with a composition', async ({ runtime }) => {
      const model = await modelOf(runtime, 'video-to-video');
      const film = composition(model).add('/a.mp4', { start: 3, end: 2 }).overlay('/b.png', { from: 2, until: 1 });
      expect(await film.validate()).toEqual([
        { path: 'clips.0.end', message: 'the end must be after the start' },
        { path: 'overlays.0', message: 'until must be after from' },
      ]);
      expect(await refused(film.preview())).toEqual(because('MC_OPTIONS_INVALID', 'clips.0.end'));
      expect(await composition(model).validate()).toEqual([{ path: '', message: expect.stringContaining('clips') }]);
    });
  });
}
