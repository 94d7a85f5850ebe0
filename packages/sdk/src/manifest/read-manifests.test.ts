import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  readProviderManifest,
  readProviderManifestSync,
  readServiceDefinition,
  readServiceDefinitionSync,
} from './read-manifests';

const PROVIDER = 'contract: 1\nid: cowsay\ntype: local\n';
const SERVICE = 'id: cowsay-service\nprocess: { command: [node, a.js] }\n';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'manifest-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asynchronously = { provider: readProviderManifest, service: readServiceDefinition };
const atOnce = {
  provider: async (place: string) => readProviderManifestSync(place),
  service: async (place: string) => readServiceDefinitionSync(place),
};

describe.each([
  ['readProviderManifest and readServiceDefinition', asynchronously],
  ['readProviderManifestSync and readServiceDefinitionSync', atOnce],
])('%s', (_name, read) => {
  it.each([
    'MediaConduit.provider.yml',
    'mediaconduit.provider.yml',
    'MediaConduit.provider.yaml',
    'mediaconduit.provider.yaml',
  ])('find a provider manifest named %s', async (name) => {
    writeFileSync(join(folder, name), PROVIDER);
    expect(await read.provider(folder)).toMatchObject({ id: 'cowsay', folder });
  });

  it('find a service manifest', async () => {
    writeFileSync(join(folder, 'MediaConduit.service.yml'), SERVICE);
    expect(await read.service(folder)).toMatchObject({ id: 'cowsay-service', folder });
  });

  it('take the version of the package.json beside the manifest, unless the manifest says its own', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }');
    writeFileSync(join(folder, 'MediaConduit.provider.yml'), PROVIDER);
    writeFileSync(join(folder, 'MediaConduit.service.yml'), SERVICE);
    expect(await read.provider(folder)).toMatchObject({ version: '1.2.3' });
    expect(await read.service(folder)).toMatchObject({ version: '1.2.3' });
    writeFileSync(join(folder, 'MediaConduit.provider.yml'), `${PROVIDER}version: 4.5.6\n`);
    writeFileSync(join(folder, 'MediaConduit.service.yml'), `${SERVICE}version: 4.5.6\n`);
    expect(await read.provider(folder)).toMatchObject({ version: '4.5.6' });
    expect(await read.service(folder)).toMatchObject({ version: '4.5.6' });
  });

  it.each([
    ['is missing', undefined],
    ['is malformed', '{'],
    ['is no object', 'null'],
    ['has no version', '{ "name": "a" }'],
    ['has no text as version', '{ "version": 7 }'],
  ])('know no version when the package.json %s', async (_how, text) => {
    if (text !== undefined) writeFileSync(join(folder, 'package.json'), text);
    writeFileSync(join(folder, 'MediaConduit.provider.yml'), PROVIDER);
    writeFileSync(join(folder, 'MediaConduit.service.yml'), SERVICE);
    expect((await read.provider(folder))?.version).toBeUndefined();
    expect(await read.service(folder)).toMatchObject({ version: '0.0.0' });
  });

  it('answer undefined without a manifest, without the folder and below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const place of [folder, join(folder, 'missing'), join(folder, 'file')]) {
      expect(await read.provider(place)).toBeUndefined();
      expect(await read.service(place)).toBeUndefined();
    }
  });

  it('give an absolute folder for a relative one', async () => {
    writeFileSync(join(folder, 'MediaConduit.service.yml'), SERVICE);
    const from = join('..', '..', '..', '..', '..', '..', '..', '..', '..', folder);
    expect(await read.service(from)).toMatchObject({ folder });
  });

  it('take a link to a folder and a link within the folder', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'provider.yml'), PROVIDER);
    symlinkSync('provider.yml', join(folder, 'real', 'MediaConduit.provider.yml'));
    symlinkSync('real', join(folder, 'link'));
    expect(await read.provider(join(folder, 'link'))).toMatchObject({ id: 'cowsay', folder: join(folder, 'link') });
  });

  it('refuse a link to a file outside the folder, without quoting it', async () => {
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'secret'), 'password: hunter2\n');
    symlinkSync('../secret', join(folder, 'package', 'MediaConduit.provider.yml'));
    const failure = read.provider(join(folder, 'package'));
    await expect(failure).rejects.toMatchObject({
      code: 'MC_MANIFEST_INVALID',
      message: expect.stringMatching(/MediaConduit\.provider\.yml:1:1 the manifest is a link to a place outside/),
    });
    await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });

  it('refuse a folder, a large file and bytes that are not UTF-8', async () => {
    const file = join(folder, 'MediaConduit.service.yml');
    mkdirSync(file);
    await expect(read.service(folder)).rejects.toMatchObject({ message: `${file}:1:1 the manifest is not a file` });
    rmSync(file, { recursive: true });
    writeFileSync(file, Buffer.alloc(1_000_000, 'a'));
    await expect(read.service(folder)).rejects.toMatchObject({
      code: 'MC_MANIFEST_INVALID',
      message: `${file}:1:1 the manifest has 1000000 bytes; at most 65536 are read`,
    });
    writeFileSync(file, Buffer.from([0x69, 0x64, 0x3a, 0xff, 0xfe]));
    await expect(read.service(folder)).rejects.toMatchObject({
      message: `${file}:1:1 the manifest is not UTF-8 text`,
    });
  });

  it('name the file and the place of a fault', async () => {
    const file = join(folder, 'MediaConduit.provider.yml');
    writeFileSync(file, `${PROVIDER}modles: []\n`);
    await expect(read.provider(folder)).rejects.toMatchObject({ message: `${file}:4:1 unknown key "modles"` });
  });
});
