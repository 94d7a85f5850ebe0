import { Audio, Image, Text, Video } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { AssetLoader } from './asset-loader';
import { SmartAssetFactory } from './smart-asset-factory';

describe('SmartAssetFactory', () => {
  it('gives the value that the extension stands for, without reading the file', async () => {
    await using folder = await temporaryFolder();
    const asset = SmartAssetFactory.load(await folder.write('film.mp4', 'film'));
    const video = await asset.asRole(Video);
    expect(video).toBeInstanceOf(Video);
    expect([video.inMemory, video.getDuration(), video.getDimensions()]).toEqual([false, undefined, undefined]);
    expect(video.metadata).toEqual({ localPath: asset.path, filename: 'film.mp4', fileSize: 4, format: 'mp4' });
    expect(video.sourceAsset).toBe(asset);
    video.metadata.duration = 1;
    expect(asset.metadata).not.toHaveProperty('duration');
  });

  it('reads a text', async () => {
    await using folder = await temporaryFolder();
    const asset = AssetLoader.load(await folder.write('words.txt', 'moo'));
    await expect(asset.asRole(Text)).resolves.toMatchObject({ content: 'moo', sourceAsset: asset });
  });

  it('is of one kind, unless the extension says nothing', async () => {
    await using folder = await temporaryFolder();
    const sound = SmartAssetFactory.load(await folder.write('sound.MP3', ''));
    expect([sound.canPlayRole(Audio), sound.canPlayRole('Audio'), sound.canPlayRole(Image)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(sound.isValid()).toBe(false);
    expect(() => sound.asRole(Image)).toThrow(expect.objectContaining({ code: 'MC_MEDIA_CAST' }));
    const unknown = SmartAssetFactory.load(await folder.write('download', 'x'));
    expect([unknown.canPlayRole(Text), unknown.canPlayRole(Image), unknown.canPlayRole('Embedding')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(unknown.asRole(Image)).toBeInstanceOf(Image);
  });

  it('says at once that there is no such file', async () => {
    await using folder = await temporaryFolder();
    for (const path of [folder.path, `${folder.path}/none.png`]) {
      expect(() => SmartAssetFactory.load(path)).toThrow(expect.objectContaining({ code: 'MC_FILE_NOT_FOUND' }));
    }
  });
});
