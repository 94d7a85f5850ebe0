import { Video } from '@mediaconduit/sdk';
import { composition, type CompositionModel, type CompositionPlan } from './index';

const FILM = Video.fromBytes(Buffer.from('film'));

class RecordingModel implements CompositionModel {
  readonly calls: unknown[] = [];

  async transform(input: unknown, options: unknown): Promise<Video> {
    this.calls.push([input, options]);
    return FILM;
  }

  async previewComposition(
    plan: CompositionPlan,
  ): Promise<{ problems: { path: string; message: string }[]; filterGraph: string }> {
    const problems = plan.clips.some(({ start = 0, end }) => end !== undefined && end <= start);
    return {
      problems: problems ? [{ path: 'clips.0.end', message: 'too early' }] : [],
      filterGraph: '[0:v:0]null[n1]',
    };
  }
}

describe('composition', () => {
  it('numbers the files, each once, in the order in which they came', async () => {
    const model = new RecordingModel();
    const film = composition(model)
      .add('/a.mp4', { start: 1 })
      .append('/b.mp4')
      .prepend('/a.mp4', { end: 1 })
      .overlay('/logo.png', { position: 'top' })
      .text('Hello', { fontSize: 20 })
      .audioTrack('/music.mp3', { volume: 0.5 })
      .size(640)
      .fps(25)
      .transition(0.5)
      .fadeIn(1)
      .fadeOut(2)
      .volume(0.8)
      .mute();
    const plan = {
      clips: [{ input: 0, end: 1 }, { input: 0, start: 1 }, { input: 1 }],
      overlays: [
        { input: 2, position: 'top' },
        { text: 'Hello', fontSize: 20 },
      ],
      audioTracks: [{ input: 3, volume: 0.5 }],
      ...{ width: 640, fps: 25, transition: 0.5, fadeIn: 1, fadeOut: 2, volume: 0.8, mute: true },
    };
    expect(film.toJSON()).toEqual(plan);
    expect(await film.render({ format: 'webm' })).toBe(FILM);
    const files = ['/a.mp4', '/b.mp4', '/logo.png', '/music.mp3'];
    expect(model.calls).toEqual([[{ files }, { format: 'webm', composition: plan }]]);
  });

  it('shows the filter graph, or says what is wrong', async () => {
    const model = new RecordingModel();
    expect(await composition(model).add('/a.mp4').preview()).toBe('[0:v:0]null[n1]');
    const wrong = composition(model).add('/a.mp4', { start: 2, end: 1 });
    await expect(wrong.preview()).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      message: 'clips.0.end: too early',
    });
    expect(await wrong.validate()).toEqual([{ path: 'clips.0.end', message: 'too early' }]);
  });

  it('refuses what is no composition at all', async () => {
    const film = composition(new RecordingModel()).text('x', { color: 'red:x=1' });
    expect(() => film.toJSON()).toThrow(/clips must not be empty/);
    expect((await film.validate()).map(({ message }) => message)).toEqual([
      expect.stringContaining('clips'),
      expect.stringContaining('color'),
    ]);
    await expect(film.render()).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
  });

  it('refuses a model that makes no compositions', () => {
    expect(() => composition({ transform: async () => FILM })).toThrow(/makes no compositions/);
  });
});
