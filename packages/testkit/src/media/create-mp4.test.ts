import { Video } from '@mediaconduit/sdk';
import { createMp4, type FilmOptions } from './create-mp4';

/** Names of the boxes below each other: `moov.trak.mdia`. */
function boxesIn(bytes: Buffer, inside = ''): string[] {
  const names: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    const name = inside + bytes.toString('latin1', at + 4, at + 8);
    names.push(name);
    if (/(moov|trak|mdia|minf|stbl)$/.test(name))
      names.push(...boxesIn(bytes.subarray(at + 8, at + bytes.readUInt32BE(at)), `${name}.`));
  }
  return names;
}

describe('createMp4', () => {
  it('is an MP4 of boxes that fit into each other', async () => {
    const mp4 = createMp4();
    expect(await new Video(mp4).type()).toMatchObject({ mimeType: 'video/mp4' });
    expect(boxesIn(mp4)).toEqual(expect.arrayContaining(['ftyp', 'moov', 'mdat', 'moov.trak.mdia.minf.stbl.stsz']));
    expect(boxesIn(mp4).filter((name) => name === 'moov.trak')).toHaveLength(1);
    expect(boxesIn(createMp4({ toneHz: 440 })).filter((name) => name === 'moov.trak')).toHaveLength(2);
  });

  it('makes the same bytes for the same options', () => {
    expect(createMp4({ toneHz: 440 }).equals(createMp4({ toneHz: 440 }))).toBe(true);
  });

  it.each<FilmOptions>([{ width: 63 }, { height: 2048 }, { seconds: 0 }, { framesPerSecond: 0.5 }, { toneHz: -1 }])(
    'refuses %j',
    (options) => {
      expect(() => createMp4(options)).toThrow(expect.objectContaining({ code: 'MC_OPTIONS_INVALID' }));
    },
  );
});
