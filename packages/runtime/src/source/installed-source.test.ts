import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import path from 'node:path';
import { SERVICE_MANIFEST, testProject } from '../provider/__fixtures__/test-project';
import { parseIdentifier } from './identifier';
import { installedSource } from './installed-source';
import type { SourceTree } from './source';

describe('installedSource', () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await temporaryFolder();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const install = (version: unknown, name = 'cow'): Promise<string> =>
    project.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version }));
  const find = (identifier: string): SourceTree | undefined =>
    installedSource.find(parseIdentifier(identifier, project.path), project.path);

  it('finds packages in the node_modules above, and nothing else', async () => {
    await install('1.4.0', '@acme/cow');
    const folder = path.join(project.path, 'node_modules/@acme/cow');
    expect(find('@acme/cow')).toEqual({ folder, canonical: 'npm:@acme/cow' });
    expect(find('@acme/cat@^1')).toBeUndefined();
    expect(find('./cow')).toBeUndefined();
  });

  it.each([
    ['cow', '1.4.0'],
    ['npm:cow', '1.5.0-beta.1'],
    ['npm:cow', undefined],
    ['npm:cow@*', '1.5.0-beta.1'],
    ['npm:cow@^1', '1.4.0'],
    ['npm:cow@1.x', '1.4.0'],
    ['npm:cow@1.4.0', '1.4.0'],
    ['npm:cow@v1.4.0', '1.4.0'],
    ['npm:cow@>=1.2 <2 || 3.x', '3.1.0'],
    ['npm:cow@1.0.0 - 2.0.0', '1.4.0'],
    ['npm:cow@^1.5.0-beta', '1.5.0-beta.1'],
    ['npm:cow@latest', '1.4.0'],
    ['npm:cow@next', undefined],
  ])('takes for %s the version %s', async (identifier, version) => {
    await install(version);
    expect(find(identifier)).toMatchObject({ canonical: 'npm:cow' });
  });

  it.each([
    ['npm:cow@^2', '1.4.0', 'npm install "cow@^2"'],
    ['cow@~1.3.0', '1.4.0', 'npm install "cow@~1.3.0"'],
    ['npm:cow@1.4.1', '1.4.0', 'npm install cow@1.4.1'],
    ['npm:cow@>=1.2 <2 || 3.x', '2.0.0', 'npm install "cow@>=1.2 <2 || 3.x"'],
    ['npm:cow@^1', '1.5.0-beta.1', 'npm install "cow@^1"'],
    ['npm:cow@^1', 'new', 'npm install "cow@^1"'],
  ])('refuses for %s the version %s', async (identifier, version, hint) => {
    await install(version);
    const wanted = identifier.replace(/^.*cow@/, '');
    expect(() => find(identifier)).toThrow(
      expect.objectContaining({
        code: 'MC_PACKAGE_MISMATCH',
        message: `cow ${version} is installed, but ${wanted} was asked for.`,
        hint,
        facts: { package: 'cow', installed: version, wanted, folder: path.join(project.path, 'node_modules/cow') },
      }),
    );
  });

  it.each([[undefined], [7], [null]])('refuses the version %j when there is a range', async (version) => {
    await install(version);
    expect(() => find('npm:cow@^1')).toThrow(
      expect.objectContaining({
        code: 'MC_PACKAGE_MISMATCH',
        message: 'cow without a version is installed, but ^1 was asked for.',
      }),
    );
  });

  it('holds providers and services to the range', async () => {
    await using world = await testProject();
    await world.provider('cow-provider', 'cow', 'service: npm:cow-service@^2\n');
    await world.install('cow-service', { 'MediaConduit.service.yml': SERVICE_MANIFEST });
    const { providers, services } = world.runtime;
    await expect(providers.getProvider('npm:cow-provider@^2')).rejects.toMatchObject({
      hint: 'npm install "cow-provider@^2"',
    });
    await expect(providers.getProvider('npm:cow-provider@^1')).rejects.toMatchObject({
      hint: 'npm install "cow-service@^2"',
    });
    await expect(services.getService('npm:cow-service@^2')).rejects.toMatchObject({ code: 'MC_PACKAGE_MISMATCH' });
    await expect(services.getService('npm:cow-service@^1')).resolves.toMatchObject({ serviceId: 'cow-service' });
  });
});
