import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { join } from 'node:path';
import { filesBelow, isPresent, publishedPackages, readText, WORKSPACE } from './workspace';

const providers = publishedPackages('packages').filter(
  ({ id }) => id.endsWith('-provider') && id !== 'create-provider',
);

describe.each(providers)('$folder', ({ folder, id, manifest }) => {
  const provider = readProviderManifestSync(join(WORKSPACE, folder));
  const providerId = id.replace(/-provider$/, '');

  it('has the files that every provider has', () => {
    const files = [
      'MediaConduit.provider.yml',
      'README.md',
      'src/index.ts',
      `src/${id}.ts`,
      `src/${providerId}-api.ts`,
    ];
    expect(files.filter((file) => !isPresent(`${folder}/${file}`))).toEqual([]);
  });

  it('has a test beside the code', () => {
    expect(filesBelow(`${folder}/src`).filter((path) => path.endsWith('.test.ts'))).not.toEqual([]);
  });

  it('has its own id, and models', () => {
    expect(provider?.id).toBe(providerId);
    expect(provider?.models).not.toHaveLength(0);
  });

  it('runs the published suite, which knows the rules that all providers keep', () => {
    const tests = filesBelow(`${folder}/src`).filter((path) => /\/conformance(\.real)?\.test\.ts$/.test(path));
    expect(tests.map((path) => /conformance\(/.test(readText(path)))).toEqual([true]);
  });

  it('depends on its service when it has one', () => {
    const services = publishedPackages('services').map((service) => service.manifest.name);
    const own = `@mediaconduit/${providerId}-service`;
    if (services.includes(own)) expect(Object.keys(manifest.dependencies ?? {})).toContain(own);
  });

  it('does not repeat in TypeScript what the manifest says', () => {
    const sources = filesBelow(`${folder}/src`).filter((path) => !/\.test|__fixtures__/.test(path));
    for (const { id: modelId } of provider?.models ?? []) {
      expect(sources.filter((path) => readText(path).includes(`'${modelId}'`))).toEqual([]);
    }
  });
});
