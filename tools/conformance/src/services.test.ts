import { readServiceDefinitionSync } from '@mediaconduit/sdk/manifest';
import { join } from 'node:path';
import { isPresent, publishedPackages, readText, WORKSPACE } from './workspace';

describe.each(publishedPackages('services'))('$folder', ({ folder, id, manifest }) => {
  const definition = readServiceDefinitionSync(join(WORKSPACE, folder));

  const isBuilt = /^ *build:/m.test(readText(`${folder}/docker-compose.yml`));
  const files = ['MediaConduit.service.yml', 'docker-compose.yml', ...(isBuilt ? ['Dockerfile'] : [])];

  it('has the files that every service has', () => {
    expect([...files, 'README.md'].filter((file) => !isPresent(`${folder}/${file}`))).toEqual([]);
  });

  it('publishes what is needed to run it', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(files));
  });

  it('has its own id', () => {
    expect(definition?.id).toBe(id);
  });

  it('lets the engine choose the port', () => {
    const variable = `${id
      .replace(/-service$/, '')
      .replaceAll('-', '_')
      .toUpperCase()}_HOST_PORT`;
    expect(readText(`${folder}/docker-compose.yml`)).toContain(`\${${variable}:-0}`);
  });

  it('installs nothing when it is installed', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
  });
});
