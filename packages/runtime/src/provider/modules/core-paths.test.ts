import { CORE, corePathOf } from './core-paths';

describe('corePathOf', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['/dist/index.js', ''],
    ['/src', ''],
    ['/src/media/types/provider', 'types/provider'],
    ['/src/media/types/provider.js', 'types/provider'],
    ['/src/media/types/provider.ts', 'types/provider'],
    ['/src/media/assets/roles/', 'assets/roles'],
    ['/dist/media/assets/roles', 'assets/roles'],
    ['/dist/src/media/assets/roles', 'assets/roles'],
    ['/src/services/DockerComposeService', undefined],
    ['/src/media/../../package', undefined],
  ])('reads %j as %j', (request, path) => {
    expect(corePathOf(CORE + request)).toBe(path);
  });
});
