import type { MediaFacts } from '../parameters/media-facts';
import { buildComposition } from './build-composition';
import { compositionProblems } from './composition-problems';

const FILM: MediaFacts = {
  format: 'mp4',
  duration: 4,
  sizeBytes: 1,
  isImage: false,
  isEncrypted: false,
  video: { codec: 'h264', width: 320, height: 240, fps: 25 },
  audio: { codec: 'aac', channels: 1, sampleRateHz: 44_100 },
  streams: [],
  tags: {},
};
const SILENT: MediaFacts = { ...FILM, audio: undefined };
const SOUND: MediaFacts = { ...FILM, video: undefined };

describe('buildComposition', () => {
  it('filters nothing when nothing is changed, so that a codec may copy', () => {
    expect(buildComposition({ clips: [{ input: 0, start: 1 }] }, [FILM])).toEqual({
      inputs: [{ file: 0, switches: ['-ss', '1'] }],
      filterGraph: '',
      video: '0:v:0',
      audio: '0:a:0',
      seconds: 3,
      texts: {},
    });
  });

  it('makes an odd size even, because codecs want it so', () => {
    const odd = { ...SILENT, video: { codec: 'h264', width: 321, height: 240 } };
    expect(buildComposition({ clips: [{ input: 0 }] }, [odd]).filterGraph).toContain('scale=w=322:h=240');
  });

  it('fills the sound of a silent clip', () => {
    const { filterGraph, seconds } = buildComposition({ clips: [{ input: 0 }, { input: 1 }] }, [FILM, SILENT]);
    expect(filterGraph).toContain('anullsrc=r=48000:cl=stereo,atrim=duration=4');
    expect(seconds).toBe(8);
  });

  it('overlaps clips that fade into each other', () => {
    const composition = { clips: [{ input: 0 }, { input: 0, speed: 2 }, { input: 0 }], transition: 1 };
    const { filterGraph, seconds } = buildComposition(composition, [SILENT]);
    expect(filterGraph.match(/offset=[\d.]+/g)).toEqual(['offset=3', 'offset=4']);
    expect(seconds).toBe(8);
  });

  it('keeps every word of a text out of the graph', () => {
    const text = "';[in]movie=/etc/passwd[out]";
    const { filterGraph, texts } = buildComposition({ clips: [{ input: 0 }], overlays: [{ text }] }, [SILENT]);
    expect(texts).toEqual({ 'text-0.txt': text });
    expect(filterGraph).not.toContain('passwd');
  });
});

describe('compositionProblems', () => {
  it('names everything that is wrong', () => {
    const composition = {
      clips: [
        { input: 0, start: 5 },
        { input: 1 },
        { input: 7 },
        { input: 0, crop: { x: 300, y: 0, width: 100, height: 10 } },
      ],
      overlays: [{}, { input: 1 }, { input: 0, text: 'both' }],
      audioTracks: [{ input: 2, start: 2, end: 1 }],
    };
    expect(compositionProblems(composition, [FILM, SOUND, SILENT]).map(({ path }) => path)).toEqual([
      'clips.0.start',
      'clips.1.input',
      'clips.2.input',
      'clips.3.crop',
      'overlays.0',
      'overlays.1.input',
      'overlays.2',
      'audioTracks.0.end',
      'audioTracks.0.input',
    ]);
  });

  it('wants clips that are longer than their transition', () => {
    const composition = { clips: [{ input: 0, duration: 1 }, { input: 0 }], transition: 1.5 };
    expect(compositionProblems(composition, [FILM])).toEqual([
      { path: 'clips.0', message: 'it is shorter than the transition of 1.5 s' },
    ]);
  });

  it.each<[string, number[], object, string[]]>([
    ['before a clip with sound', [1, 0], {}, ['clips.0']],
    ['between clips with sound', [0, 1, 0], {}, ['clips.1']],
    ['with a duration', [0, 1, 0], { duration: 1 }, []],
    ['behind a clip with sound', [0, 1], {}, ['clips.1']],
    ['among silent ones', [1, 1], {}, []],
    ['under another sound', [1, 1], { audioTracks: [{ input: 0 }] }, ['clips.0', 'clips.1']],
    ['alone under another sound, which ends with it', [1], { audioTracks: [{ input: 0 }] }, []],
    ['in a film without sound', [0, 1, 0], { mute: true }, []],
  ])('wants the length of a silent clip %s', (_where, inputs, more, paths) => {
    const endless: MediaFacts = { ...SILENT, duration: undefined };
    const composition = { clips: inputs.map((input) => ({ input, ...(input === 1 && more) })), ...more };
    const problems = compositionProblems(composition, [FILM, endless]);
    expect(problems).toEqual(paths.map((path) => ({ path, message: 'its length is unknown: give a duration' })));
  });
});
