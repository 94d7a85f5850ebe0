import type { ProviderManifest } from '@mediaconduit/sdk';
import { findProviderClass } from './find-provider-class';

class Cow {
  getModel(): void {}
}

class CowDockerProvider extends Cow {}

class OtherProvider extends Cow {}

const find = (exports: unknown, exportName?: string): object => {
  const manifest = { id: 'cow-docker-provider', exportName, file: 'MediaConduit.provider.yml' };
  const Class = findProviderClass(exports, manifest as ProviderManifest, 'index.js');
  return new Class('service');
};

describe('findProviderClass', () => {
  it.each([
    ['the default export', { default: CowDockerProvider, OtherProvider }],
    ['a class that is all of a module', CowDockerProvider],
    ['the export called like the id', { 'cow-docker-provider': CowDockerProvider, OtherProvider }],
    ['the export called like the id, as classes are called', { CowDockerProvider, OtherProvider }],
    ['a default export that was wrapped twice', { default: { default: CowDockerProvider } }],
    ['a finished instance', { default: new CowDockerProvider() }],
    ['a function that makes it', { default: () => new CowDockerProvider() }],
    [
      'an old function that makes it',
      {
        default: function () {
          return new CowDockerProvider();
        },
      },
    ],
  ])('takes %s', (_what, exports) => {
    expect(find(exports)).toBeInstanceOf(CowDockerProvider);
  });

  it('takes the export that the manifest names before the default one', () => {
    expect(find({ default: OtherProvider, Mine: CowDockerProvider }, 'Mine')).toBeInstanceOf(CowDockerProvider);
    expect(find({ default: OtherProvider }, 'Gone')).toBeInstanceOf(OtherProvider);
  });

  it('takes the only class of a provider', () => {
    const AbstractProvider = class extends Cow {};
    const exports = { OtherProvider, AbstractProvider, CowModel: Cow, isProvider: () => true };
    expect(find(exports)).toBeInstanceOf(OtherProvider);
    expect(() => find({ ...exports, SecondProvider: CowDockerProvider })).toThrow(
      'Could not find provider class for ID: cow-docker-provider',
    );
  });

  it('gives the service to a function too', () => {
    expect(find({ default: (service: unknown) => ({ service }) })).toEqual({ service: 'service' });
  });

  it.each([[undefined], [null], ['text'], [{}], [{ default: 7 }], [{ default: {} }]])('refuses %j', (exports) => {
    expect(() => find(exports)).toThrow(expect.objectContaining({ code: 'MC_PROVIDER_INVALID' }));
  });
});
