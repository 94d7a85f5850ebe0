import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegSuite, modelOf, saved } from './__fixtures__/behaviour-context';
import { makeMedia, secondsOf } from './__fixtures__/sample-media';

ffmpegSuite('local files', 'process', (behaviour) => {
  behaviour('reads a file where it is, whatever its name', async ({ runtime, folder }) => {
    const film = makeMedia(folder.path, 'film 50%03d;[0:v]\'",.mp4', { picture: 'test', tone: 440 });
    const before = readFileSync(film);
    const sent: number[] = [];
    const model = await modelOf(runtime, 'video-to-audio');
    const onProgress = ({ phase, completed = 0 }: { phase?: string; completed?: number }): void => {
      if (phase === 'upload') sent.push(completed);
    };
    const sound = await model.transform(film, { format: 'wav', onProgress });
    expect(secondsOf(await saved(sound, folder.path), 'a')).toBeCloseTo(2, 1);
    expect(sent.at(-1)).toBeLessThan(before.length / 4);
    expect(readFileSync(film).equals(before)).toBe(true);
  });

  behaviour('names a file that went away meanwhile', async ({ runtime, folder }) => {
    const film = makeMedia(folder.path, 'film.mp4', { picture: 'test', tone: 440 });
    const model = await modelOf(runtime, 'video-to-audio');
    const onProgress = (): void => void rm(film, { force: true });
    await expect(model.transform(film, { onProgress })).rejects.toMatchObject({
      code: expect.stringMatching(/^MC_(INPUT_INVALID|FILE_NOT_FOUND)$/),
      message: expect.stringContaining(join(folder.path, 'film.mp4')),
    });
  });
});
