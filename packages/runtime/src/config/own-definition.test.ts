import { serviceDefinition } from '@mediaconduit/testkit';
import { ownDefinition } from './own-definition';

describe('ownDefinition', () => {
  it('is named after the stack, with what no name holds between them, and shares what the service has downloaded with all', () => {
    const cache = { variable: 'HERD', volume: 'herd', layout: 'items' } as const;
    const service = { serviceId: 'cow-service', definition: serviceDefinition({ id: 'cow', cache }) };
    expect(ownDefinition({ scope: 'farm' }, service)).toEqual({
      ...service.definition,
      id: 'farm_cow',
      cache: { ...cache, owner: 'cow-service' },
    });
    const plain = serviceDefinition({ id: 'cow', cache: undefined });
    expect(ownDefinition({ scope: 'farm' }, { serviceId: 'cow-service', definition: plain }).cache).toBeUndefined();
  });
});
