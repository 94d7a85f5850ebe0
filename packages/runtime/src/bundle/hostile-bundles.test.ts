import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../create-runtime';
import type { Runtime } from '../runtime';
import { FakeImages } from './__fixtures__/fake-images';
import { bundle, HOSTILE, imaged, INTEGRITY } from './__fixtures__/hostile-bundles';

let folder: TemporaryFolder;
let images: FakeImages;
let runtime: Runtime;
beforeEach(async () => {
  [folder, images] = [await temporaryFolder(), new FakeImages()];
  const at = (name: string): string => join(folder.path, name);
  await folder.write('project/package.json', '{}');
  const { engines } = images;
  const environment = { PATH: process.env['PATH'] };
  runtime = createRuntime({ projectFolder: at('project'), home: at('home'), environment, engines });
});
afterEach(async () => {
  await runtime.close();
  await folder[Symbol.asyncDispose]();
});

const namesIn = (...path: string[]): string[] => {
  const place = join(folder.path, ...path);
  return existsSync(place) ? readdirSync(place) : [];
};

async function install(content: Buffer): Promise<unknown> {
  await writeFile(join(folder.path, 'bundle.tar'), content);
  return runtime.packages.installBundle(join(folder.path, 'bundle.tar'));
}

describe('installBundle', () => {
  it('takes what they are made from', async () => {
    expect(await install(imaged())).toMatchObject({
      packages: [{ identifier: 'github:o/cow', provider: 'cow', isNew: true }],
      images: [{ reference: 'cow:1', isNew: true }],
    });
    expect(Object.keys(HOSTILE).length).toBeGreaterThanOrEqual(80);
  });

  it.each(Object.entries(HOSTILE))('refuses %s, and changes nothing', async (_name, [code, make]) => {
    const content = make();
    const before = process.memoryUsage().rss;
    await expect(install(content)).rejects.toMatchObject({ code });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
    expect([namesIn('home', 'store', 'tree'), namesIn('home', 'store', 'tmp')]).toEqual([[], []]);
    expect(namesIn('project')).toEqual(['package.json']);
    expect(namesIn()).toEqual(expect.not.arrayContaining(['canary']));
    expect(existsSync('/tmp/canary')).toBe(false);
    expect([images.loaded, [...images.present]]).toEqual([[], []]);
  });

  it('leaves a lock file that it had as it was', async () => {
    const text = '{"providers":{}, "trust": []}';
    await folder.write('project/mediaconduit.lock', text);
    await expect(install(bundle({ checksums: () => '{}' }))).rejects.toMatchObject({ code: INTEGRITY });
    expect(await readFile(join(folder.path, 'project', 'mediaconduit.lock'), 'utf8')).toBe(text);
  });
});
