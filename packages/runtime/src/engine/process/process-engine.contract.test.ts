import type { ProcessPort } from '@mediaconduit/sdk';
import {
  CONTRACT_SERVICE_FILE,
  copyContractService,
  engineContractSuite,
  serviceDefinition,
  temporaryFolder,
  type TemporaryFolder,
} from '@mediaconduit/testkit';
import { createProcessEngine } from './process-engine';

describe('createProcessEngine', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await copyContractService(folder.path);
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  const ports: readonly (readonly [string, ProcessPort])[] = [
    ['an inherited socket', 'fd'],
    ['a message', 'ipc'],
    ['a line of output', { env: 'PORT', value: '0', log: 'Listening on \\S+:(\\d+)' }],
  ];
  for (const [title, port] of ports) {
    engineContractSuite({
      describe,
      it,
      name: `process, port by ${title}`,
      createEngine: () => createProcessEngine(),
      definition: ({ environment, id }) =>
        serviceDefinition({
          ...{ environment, id },
          folder: folder.path,
          process: { command: ['node', CONTRACT_SERVICE_FILE], port, environment: {} },
        }),
      unrunnable: serviceDefinition({ process: undefined }),
      shared: false,
      measures: process.platform === 'linux',
    });
  }
});
