import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { film, media, RunningService } from '../__fixtures__/running-service';

const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-pictures-'));
const LONG_SOUND = media(folder, 'long-sound.mkv', [...film(4), '-filter:v', 'trim=duration=2']);

describe('imageWork', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start();
  });

  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it.each([{ count: 4 }, { kind: 'frame', every: 1 }, { columns: 2 }])(
    'refuses %j for one picture',
    async (options) => {
      const parameters = JSON.stringify(options);
      const answer = await service.send('/v1/tasks/video-to-image', [['video', LONG_SOUND]], { parameters });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        code: 'invalid-options',
        error: expect.stringContaining('is for several pictures'),
        hint: expect.stringContaining('"thumbnails"'),
      });
    },
  );

  it.each([
    ['thumbnails', 2, { width: 160, height: 120 }],
    ['sprite', 1, { width: 320, height: 120 }],
  ])('makes %s of a picture that ends before its sound', async (kind, count, size) => {
    const { outputs } =
      (await service.task('video-to-image', [['video', LONG_SOUND]], { kind, every: 1, columns: 4 })).at(-1) ?? {};
    expect(outputs?.map(({ metadata }) => metadata.video)).toEqual(Array(count).fill(expect.objectContaining(size)));
  });
});
