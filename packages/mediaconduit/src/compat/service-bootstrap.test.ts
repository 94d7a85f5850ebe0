import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { getServiceRegistry } from './registries';
import { initializeServices, serviceImports } from './service-bootstrap';

describe('initializeServices', () => {
  afterEach(async () => {
    serviceImports.length = 0;
    await getServiceRegistry().close();
  });

  it('loads every entry that was not removed, starts none, and says which could not be loaded', async () => {
    await using folder = await temporaryFolder();
    const service = join(folder.path, 'cow-service');
    await mkdir(service);
    await writeFile(join(service, 'MediaConduit.service.yml'), 'id: cow\nprocess: { command: [node, missing.js] }\n');
    const registered: string[] = [];
    serviceImports.push(service, join(folder.path, 'gone'), () => registered.push('pig'), 'github:no');
    await expect(initializeServices()).resolves.toEqual([
      { entry: join(folder.path, 'gone'), reason: expect.stringContaining('does not exist') },
      { entry: 'github:no', reason: expect.stringContaining('"github:no" is not') },
    ]);
    expect(registered).toEqual(['pig']);
    serviceImports.splice(1, 3); // migrated
    await expect(initializeServices()).resolves.toEqual([]);
    await expect(getServiceRegistry().inspect()).resolves.toEqual([]);
  });
});
