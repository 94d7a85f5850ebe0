import { loadOptionalPackage, type OptionalPackage } from './load-optional-package';

describe('loadOptionalPackage', () => {
  it.each(['pg', 'ioredis', 'kafkajs', '@temporalio/client'] as const)('gives %s, which is installed here', (name) => {
    expect(loadOptionalPackage(name)).toEqual(expect.anything());
  });

  it('says how a missing one is installed', () => {
    expect(() => loadOptionalPackage('not-installed-here' as OptionalPackage)).toThrow(
      expect.objectContaining({ code: 'MC_PACKAGE_MISSING', hint: 'npm install not-installed-here' }),
    );
  });
});
