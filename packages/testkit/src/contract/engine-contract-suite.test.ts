import { createFakeEngine } from '../engine/fake-engine';
import { FakeWorld } from '../engine/fake-world';
import { serviceDefinition } from '../service/service-definition';
import { createContractService } from './contract-service';
import { engineContractSuite } from './engine-contract-suite';

describe('engineContractSuite', () => {
  const own = { describe, it, definition: serviceDefinition, unrunnable: serviceDefinition({ process: undefined }) };

  engineContractSuite({
    ...own,
    name: 'fake, each program with services of its own',
    createEngine: () => createFakeEngine({ serve: createContractService }),
    shared: false,
  });

  const world = new FakeWorld();
  engineContractSuite({
    ...own,
    name: 'fake, services shared by the programs of the machine',
    createEngine: () => createFakeEngine({ serve: createContractService, world }),
    shared: true,
  });
});
