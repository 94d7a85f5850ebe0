import { createFakeServiceHandle } from '@mediaconduit/testkit';
import { DockerMediaProvider } from './docker-media-provider';
import { MediaCapability } from './media-capability';

describe('DockerMediaProvider', () => {
  const handle = createFakeServiceHandle();
  const provider = new DockerMediaProvider(handle, [MediaCapability.TEXT_TO_TEXT]);

  it('is called like its service, unless it is told otherwise', () => {
    const { composeService } = handle.getServiceInfo();
    expect(provider).toMatchObject({ id: composeService, name: `${composeService} (Docker)`, type: 'local' });
    const compose = { ...handle.getDockerComposeService(), getConfig: () => ({ serviceName: 'barn' }) as never };
    expect(new DockerMediaProvider(compose, []).id).toBe('barn');
    expect(new DockerMediaProvider(handle, [], 'cow', 'Cow')).toMatchObject({ id: 'cow', name: 'Cow' });
  });

  it('starts, stops and shows its service', async () => {
    await expect(provider.isAvailable()).resolves.toBe(false);
    await expect(provider.startService()).resolves.toBe(true);
    await expect(provider.getHealth()).resolves.toMatchObject({ status: 'healthy' });
    await expect(provider.stopService()).resolves.toBe(true);
    await expect(provider.getServiceStatus()).resolves.toMatchObject({ running: false, healthy: false });
  });

  it('lists what it can do, and has no model until a subclass makes one', async () => {
    expect(provider.getModelsForCapability(MediaCapability.TEXT_TO_TEXT)).toMatchObject([
      { id: `${provider.id}-text-to-text`, capabilities: ['text-to-text'] },
    ]);
    expect(provider.getModelsForCapability(MediaCapability.TEXT_TO_IMAGE)).toEqual([]);
    await expect(provider.getModel('any')).rejects.toMatchObject({ code: 'MC_MODEL_NOT_FOUND' });
  });
});
