import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { DockerComposeService } from './docker-compose-service';
import { getServiceRegistry } from './registries';

describe('DockerComposeService', () => {
  afterAll(() => getServiceRegistry().close());

  it('keeps what it is given, with absolute paths, and looks at nothing before the first call', () => {
    const config = { serviceName: 'cow', composeFile: 'a.yml', workingDirectory: '/nowhere/cow', containerName: 'x' };
    const service = new DockerComposeService(config);
    expect(service.getConfig()).toEqual({ ...config, composeFile: join('/nowhere/cow', 'a.yml') });
    expect(new DockerComposeService({ serviceName: 'cow', composeFile: 'a.yml' }).getConfig()).toMatchObject({
      ...{ workingDirectory: process.cwd(), composeFile: join(process.cwd(), 'a.yml') },
    });
  });

  it('answers false when it cannot start, and says why in its status', async () => {
    await using folder = await temporaryFolder();
    const service = new DockerComposeService({ serviceName: 'cow', composeFile: join(folder.path, 'gone.yml') });
    await expect(service.isServiceRunning()).resolves.toBe(false);
    await expect(service.startService()).resolves.toBe(false);
    await expect(service.getServiceStatus()).resolves.toMatchObject({ healthy: false, error: expect.any(String) });
    await expect(service.stopService()).resolves.toBe(true);
  });
});
