import {
  copyContractService,
  CONTRACT_SERVICE_FILE,
  engineContractSuite,
  serviceDefinition,
} from '@mediaconduit/testkit';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { dockerWorld, type DockerWorld } from './__fixtures__/docker-world';

const DOCKERFILE = `FROM node:20-bookworm-slim
COPY ${CONTRACT_SERVICE_FILE} /
ENV PORT=80 HOST=0.0.0.0
CMD ["node", "/${CONTRACT_SERVICE_FILE}"]
`;

describe('createDockerEngine', () => {
  let world: DockerWorld;
  let folder: string;

  beforeAll(async () => {
    world = await dockerWorld();
    ({ folder } = await world.service({ Dockerfile: DOCKERFILE }));
    await copyContractService(folder);
  });

  afterAll(() => world[Symbol.asyncDispose]());

  engineContractSuite({
    ...{ describe, it },
    name: 'docker',
    createEngine: () => world.engine(),
    definition: ({ id, environment }) => dockerDefinition(folder, { id, environment }),
    unrunnable: serviceDefinition({ docker: undefined }),
    shared: true,
  });
});
