import { rm } from 'node:fs/promises';
import { testProject } from './__fixtures__/test-project';

describe('what is installed while a program runs', () => {
  it('is found by its id', async () => {
    await using project = await testProject();
    const { providers } = project.runtime;
    expect(providers.installed()).toEqual([]);
    await expect(providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_PROVIDER_NOT_FOUND' });
    await project.provider('cow-provider', 'cow');
    await expect(providers.getProvider('cow')).resolves.toMatchObject({ id: 'cow' });
    expect(providers.installed()).toMatchObject([{ id: 'cow' }]);
  });

  it('may be gone at a refresh, and the one in use goes on', async () => {
    await using project = await testProject();
    const folder = await project.provider('cow-provider', 'cow');
    const { providers } = project.runtime;
    const cow = await providers.getProvider('cow');
    await rm(folder, { recursive: true });
    await expect(providers.refreshProvider('cow')).rejects.toMatchObject({
      code: 'MC_REFRESH_FAILED',
      facts: { provider: 'cow', code: 'MC_PROVIDER_NOT_FOUND' },
    });
    await expect(providers.getProvider('cow')).resolves.toBe(cow);
  });
});
