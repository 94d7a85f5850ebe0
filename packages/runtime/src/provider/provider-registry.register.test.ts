import type { Provider } from '@mediaconduit/sdk';
import { seen } from './__fixtures__/seen-provider';
import { testProject } from './__fixtures__/test-project';

describe('ProviderRegistry', () => {
  describe('register', () => {
    it('takes an instance, a class by id and a factory by id', async () => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow');
      const { providers } = project.runtime;
      const cow = await providers.getProvider('cow');
      const Cow = cow.constructor as new (context?: unknown) => Provider;
      const context = { manifest: { ...seen(cow), id: 'made' } };
      class Made extends Cow {
        constructor() {
          super(context);
        }
      }
      const instance = new Made();
      providers.register(instance);
      providers.register('by-class', Made);
      const factory = jest.fn(() => new Made());
      providers.register('by-factory', factory);
      await expect(providers.getProvider('made')).resolves.toBe(instance);
      await expect(providers.getProvider('by-class')).resolves.toBeInstanceOf(Made);
      expect(factory).not.toHaveBeenCalled();
      const [first, second] = await Promise.all([
        providers.getProvider('by-factory'),
        providers.getProvider('by-factory'),
      ]);
      expect(first).toBe(second);
      expect(factory).toHaveBeenCalledTimes(1);
      expect(providers.getAvailableProviders()).toEqual(['by-class', 'by-factory', 'cow', 'made']);
      expect(providers.hasProvider('by-class')).toBe(true);
      expect(providers.hasProvider('none')).toBe(false);
    });

    it('takes a class that was compiled to a function', async () => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow');
      const { providers } = project.runtime;
      const good = await providers.getProvider('cow');
      function Old(this: object): void {
        if (!(this instanceof Old)) throw new TypeError('called without new');
        Object.assign(this, good, { id: 'old' });
      }
      Old.prototype = Object.create(good) as object;
      providers.register('old', Old as never);
      await expect(providers.getProvider('old')).resolves.toMatchObject({ id: 'old' });
    });

    it('tries a factory that failed again', async () => {
      await using project = await testProject();
      const factory = jest.fn(() => {
        throw new Error('not yet');
      });
      project.runtime.providers.register('late', factory);
      await expect(project.runtime.providers.getProvider('late')).rejects.toThrow('not yet');
      await expect(project.runtime.providers.getProvider('late')).rejects.toThrow('not yet');
      expect(factory).toHaveBeenCalledTimes(2);
    });

    it('refuses what is no provider when it is asked for', async () => {
      await using project = await testProject();
      project.runtime.providers.register('empty', () => ({ id: 'empty' }));
      await expect(project.runtime.providers.getProvider('empty')).rejects.toMatchObject({
        code: 'MC_PROVIDER_INVALID',
        facts: { missing: expect.arrayContaining(['name', 'getModel()']) },
      });
    });
  });

  describe('refreshProvider', () => {
    it('disposes the provider and loads it again, under every spelling', async () => {
      await using project = await testProject();
      const folder = await project.provider('cow-provider', 'cow');
      const { providers } = project.runtime;
      const old = await providers.getProvider('cow');
      const fresh = await providers.refreshProvider(folder);
      expect(seen(old).disposed).toBe(1);
      expect(fresh).not.toBe(old);
      await expect(providers.getProvider('cow')).resolves.toBe(fresh);
      await expect(providers.getProvider(folder)).resolves.toBe(fresh);
    });

    it('makes a registered one again, and leaves an instance and all others alone', async () => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow');
      const { providers } = project.runtime;
      const cow = await providers.getProvider('cow');
      const others = jest.fn(() => cow);
      providers.register('other', others);
      providers.register('again', () => Object.assign(Object.create(cow) as Provider, { id: 'again' }));
      const again = await providers.getProvider('again');
      await expect(providers.refreshProvider('again')).resolves.not.toBe(again);
      providers.register(Object.assign(Object.create(cow) as Provider, { id: 'instance' }));
      const instance = await providers.getProvider('instance');
      await expect(providers.refreshProvider('instance')).resolves.toBe(instance);
      expect(others).not.toHaveBeenCalled();
    });
  });
});
