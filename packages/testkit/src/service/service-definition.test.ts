import path from 'node:path';
import { serviceDefinition } from './service-definition';

describe('serviceDefinition', () => {
  it('lets the test say what matters to it', () => {
    expect(serviceDefinition({ id: 'cow-service', idleStopMs: 0 })).toMatchObject({
      id: 'cow-service',
      idleStopMs: 0,
      engines: ['process'],
    });
  });

  it('puts the manifest into the folder', () => {
    const { file } = serviceDefinition({ folder: path.resolve('/somewhere') });
    expect(file).toBe(path.resolve('/somewhere/MediaConduit.service.yml'));
  });

  it('can leave a block out', () => {
    expect(serviceDefinition({ process: undefined }).process).toBeUndefined();
  });
});
