import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { makeTar } from '@mediaconduit/testkit';
import { BundleWorld } from './__fixtures__/bundle-world';
import { FakeImages, idOf, imageArchive } from './__fixtures__/fake-images';
import type { InstallOptions } from './install-bundle';

const MIB = 1024 ** 2;
const LARGE_MIB = 256;

const world = BundleWorld.forTests();

describe('the images of a bundle', () => {
  let file: string;
  const bundle = async (images = new FakeImages()) => {
    const here = await world.elsewhere({ images });
    await here.runtime.packages.installBundle(world.at('all.tar'));
    file = here.at('images.tar');
    return here.runtime.packages.bundle({ file, images: true });
  };
  const install = (more: InstallOptions = {}) => world.there.runtime.packages.installBundle(file, more);

  it('are named when they are left out', async () => {
    file = world.at('left.tar');
    const { left } = await world.far.runtime().packages.bundle({ file });
    expect(left).toEqual([
      { service: 'cow-service', what: 'its container images', hint: expect.stringContaining('--images') },
    ]);
    expect(await install()).toMatchObject({ images: [] });
  });

  it('are made, saved and loaded when they are wanted', async () => {
    const images = new FakeImages();
    expect(await bundle(images)).toMatchObject({ images: [{ reference: 'cow:1', id: idOf('cow:1') }], left: [] });
    expect(images.provided).toEqual(['cow:1']);
    expect(await install()).toMatchObject({ images: [{ reference: 'cow:1', isNew: true }] });
    expect(world.there.images.loaded).toEqual([imageArchive(['cow:1'])]);
    expect(await install()).toMatchObject({ images: [{ reference: 'cow:1', isNew: false }] });
    expect(world.there.images.loaded).toHaveLength(1);
  });

  it('are refused when the engine says that they are others', async () => {
    await bundle();
    world.there.images.distort = () => idOf('other:1');
    await expect(install()).rejects.toMatchObject({ code: 'MC_INTEGRITY', facts: { found: idOf('other:1') } });
    expect(existsSync(world.there.at('mediaconduit.lock'))).toBe(false);
  });

  it('are refused when the file changes while they are loaded', async () => {
    await bundle();
    const onProgress = (message: string): void => {
      if (!message.startsWith('loading')) return;
      const content = readFileSync(file);
      content.write('L', content.indexOf('linux', content.indexOf('images.tar')));
      writeFileSync(file, content);
    };
    await expect(install({ onProgress })).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(existsSync(world.there.at('mediaconduit.lock'))).toBe(false);
  });

  it('are refused by an engine of another kind, and left out where that is wanted', async () => {
    await bundle();
    world.there.images.architecture = 'arm64';
    await expect(install()).rejects.toMatchObject({
      code: 'MC_PLATFORM_MISMATCH',
      message: 'The image cow:1 of the bundle is for linux/amd64, and this is linux/arm64.',
    });
    expect(existsSync(world.there.at('home', 'store', 'tree'))).toBe(false);
    expect(await install({ images: false })).toMatchObject({ images: [] });
  });

  it('need an engine that has images', async () => {
    const refused = world.far.runtime().packages.bundle({ file: world.at('no.tar'), images: true });
    await expect(refused).rejects.toMatchObject({ code: 'MC_ENGINE_UNAVAILABLE' });
  });

  it('take the name of another image only when somebody says yes', async () => {
    await bundle();
    world.there.images.present.set('cow:1', idOf('mine:1'));
    await expect(install()).rejects.toMatchObject({ code: 'MC_CONFIRMATION_NEEDED' });
    await expect(install({ confirm: () => false })).rejects.toMatchObject({ code: 'MC_CONFIRMATION_NEEDED' });
    expect(world.there.images.present.get('cow:1')).toBe(idOf('mine:1'));
    expect(existsSync(world.there.at('mediaconduit.lock'))).toBe(false);
    await install({ confirm: () => true });
    expect(world.there.images.present.get('cow:1')).toBe(idOf('cow:1'));
  });

  it('are never whole in memory', async () => {
    const layer = Buffer.alloc(MIB, 'layer');
    const images = new FakeImages();
    images.save = async function* () {
      yield makeTar([{ name: 'a/layer.tar', size: LARGE_MIB * MIB }], Buffer.alloc(0));
      for (let mebibyte = 0; mebibyte < LARGE_MIB; mebibyte++) yield layer;
      yield imageArchive(['cow:1']);
    };
    const before = process.memoryUsage().rss;
    const { sizeBytes } = await bundle(images);
    expect(sizeBytes).toBeGreaterThan(LARGE_MIB * MIB);
    world.there.images.load = async (archive) => {
      await finished(Readable.from(archive).resume());
      world.there.images.present.set('cow:1', idOf('cow:1'));
    };
    await install();
    expect(process.memoryUsage().rss - before).toBeLessThan((LARGE_MIB / 2) * MIB);
  }, 60_000);
});
