import { CORE, corePathOf } from './core-paths';

describe('corePathOf', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['/dist/index.js', ''],
    ['/src', ''],
    ['/src/media/types/provider', 'media/types/provider'],
    ['/src/media/types/provider.js', 'media/types/provider'],
    ['/src/media/types/provider.ts', 'media/types/provider'],
    ['/src/media/assets/roles/', 'media/assets/roles'],
    ['/dist/media/assets/roles', 'media/assets/roles'],
    ['/dist/src/media/assets/roles', 'media/assets/roles'],
    ['/src/media', ''],
    ['/src/media/index', ''],
    ['/src/services/DockerComposeService', 'services/DockerComposeService'],
    ['/tests/services/x', undefined],
    ['/src/media/../../package', undefined],
  ])('reads %j as %j', (request, path) => {
    expect(corePathOf(CORE + request)).toBe(path);
  });
});
