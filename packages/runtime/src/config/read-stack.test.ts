import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { ServiceResolver } from '../service/service-resolver';
import { readStack } from './read-stack';

const SERVICE_MANIFEST = 'id: cow-service\nengines: [process]\nprocess: { command: [node, a.js] }\n';

const resolver = new ServiceResolver({
  environment: { OTHER_SERVICE_URL: 'http://h:1' },
  sources: [],
  known: () => [],
  stored: { findStored: () => undefined, lockedServiceId: () => undefined },
});

describe('readStack', () => {
  it('finds services in folders beside the stack file, and goes by what the user chose instead', async () => {
    await using folder = await temporaryFolder();
    await folder.write('cow/MediaConduit.service.yml', SERVICE_MANIFEST);
    await folder.write('other/MediaConduit.service.yml', SERVICE_MANIFEST.replace('cow-service', 'other-service'));
    const file = path.join(folder.path, 'mediaconduit.yml');
    const text = 'services: { a: { use: ./cow, environment: { W: "${WHO}" } }, b: { use: ./other, engine: process } }';
    const { name, services } = await readStack(text, { file, resolver, variables: { WHO: 'me' } });
    expect(name).toMatch(/^mediaconduit-test-/);
    expect(services.map(({ definition }) => definition)).toMatchObject([
      {
        id: 'a',
        folder: path.join(folder.path, 'cow'),
        environment: { W: 'me' },
        process: { command: ['node', 'a.js'] },
      },
      { id: 'b', engines: ['remote'], url: 'http://h:1' },
    ]);
  });

  it('goes by the size of the machine', async () => {
    const text = 'services: { a: { use: ./cow, limits: { memory: 900TiB } } }';
    await expect(readStack(text, { file: '/x/mediaconduit.yml', resolver, variables: {} })).rejects.toMatchObject({
      code: 'MC_STACK_INVALID',
      message: expect.stringContaining('more memory than this machine has'),
    });
  });
});
