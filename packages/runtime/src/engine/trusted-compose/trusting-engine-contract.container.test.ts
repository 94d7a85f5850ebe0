import { SILENT_LOGGER } from '@mediaconduit/sdk';
import {
  copyContractService,
  CONTRACT_SERVICE_FILE,
  engineContractSuite,
  serviceDefinition,
} from '@mediaconduit/testkit';
import { dockerDefinition } from '../docker/__fixtures__/docker-definition';
import { dockerWorld, type DockerWorld } from '../docker/__fixtures__/docker-world';
import { describeWithCompose } from './__fixtures__/describe-with-compose';
import { trustNow } from './__fixtures__/trust-now';
import { createTrustingEngine } from './create-trusting-engine';

const COMPOSE = `services:
  web:
    image: node:20-bookworm-slim
    cap_add: [SYS_NICE]
    init: true
    command: [node, /service/${CONTRACT_SERVICE_FILE}]
    environment: { PORT: 80, HOST: 0.0.0.0 }
    volumes: [".:/service:ro"]
    ports: ["80"]
`;

describeWithCompose('createTrustingEngine', () => {
  let world: DockerWorld;
  let folder: string;

  beforeAll(async () => {
    world = await dockerWorld();
    const service = await world.service({ 'docker-compose.yml': COMPOSE });
    ({ folder } = service);
    await copyContractService(folder);
    await trustNow(folder, service);
  });

  afterAll(() => world[Symbol.asyncDispose]());

  engineContractSuite({
    ...{ describe, it },
    name: 'docker',
    createEngine: () => {
      const { home, homeId } = world;
      const options = { home, homeId, environment: process.env, log: SILENT_LOGGER, projectFolder: folder };
      return createTrustingEngine(options);
    },
    definition: ({ id, environment }) => dockerDefinition(folder, { id, environment }),
    unrunnable: serviceDefinition({ docker: undefined }),
    shared: true,
  });
});
