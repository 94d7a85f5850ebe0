import { isMediaConduitError } from '@mediaconduit/sdk';
import { COMPOSE, dockerWorld, DOCKERFILE, type DockerWorld } from './__fixtures__/docker-world';

const signal = new AbortController().signal;

describe('ImageStore on an engine', () => {
  let world: DockerWorld;

  beforeEach(async () => {
    world = await dockerWorld();
  });

  afterEach(() => world[Symbol.asyncDispose]());

  const images = () => world.docker.listImages({ filters: { label: [`io.mediaconduit.image.home=${world.homeId}`] } });

  it('builds once for the same content, and again for other content', async () => {
    const told: string[] = [];
    // Content of this run only: an image that an interrupted run left behind would be found, not built.
    const start = async (files: Readonly<Record<string, string>>): Promise<void> => {
      const engine = world.engine();
      const definition = await world.service({ 'run.txt': world.homeId, ...files });
      const { id } = await engine.ensure(definition, { signal, onProgress: (message) => told.push(message) });
      await engine.release(id, { graceMs: 0 });
    };
    await start({});
    await start({});
    expect(told.filter((message) => message.startsWith('building'))).toHaveLength(1);
    await start({ 'extra.txt': 'x' });
    expect(told.filter((message) => message.startsWith('building'))).toHaveLength(2);
  });

  it('shows the output of a build that fails, and leaves no image', async () => {
    const definition = await world.service({ Dockerfile: `${DOCKERFILE}RUN echo the reason is here && exit 9\n` });
    const failed: unknown = await world
      .engine()
      .ensure(definition, { signal })
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 'MC_IMAGE_BUILD_FAILED',
      message: expect.stringContaining('the reason is here'),
    });
    expect(await images()).toEqual([]);
  });

  it('builds with the classic builder when the frontend of a syntax line cannot be fetched', async () => {
    const told: string[] = [];
    const definition = await world.service({ Dockerfile: `# syntax=docker/dockerfile:1.99-none\n${DOCKERFILE}` });
    await world.engine().ensure(definition, { signal, onProgress: (message) => told.push(message) });
    expect(told).toContain('BuildKit cannot be used, trying the classic builder');
    expect(await images()).toHaveLength(1);
  });

  it('says what to do about an image that is nowhere', async () => {
    const compose = COMPOSE.replace('build: .', 'image: mediaconduit-test/no-such-image:1');
    const definition = await world.service({ 'docker-compose.yml': compose });
    const failed: unknown = await world
      .engine()
      .ensure(definition, { signal })
      .catch((error: unknown) => error);
    expect(isMediaConduitError(failed, 'MC_IMAGE_NOT_FOUND') && failed.hint).toContain('docker pull');
    expect(await world.engine().list()).toEqual([]);
  });

  it('gives a Dockerfile that asks for them the certificates of the machine, and keeps none in the image', async () => {
    const steps =
      'ARG MEDIACONDUIT_CA_FILE\nRUN --mount=type=bind,source=.mediaconduit-ca.crt,target=/tmp/ca grep -q SECRET-C. /tmp/ca\n';
    const definition = await world.service({
      Dockerfile: DOCKERFILE.replace('COPY', `${steps}COPY`),
      'ca.pem': 'SECRET-CA',
    });
    const environment = {
      ...process.env,
      NODE_EXTRA_CA_CERTS: `${definition.folder}/ca.pem`,
      HTTP_PROXY: 'http://proxy.invalid:1',
    };
    const service = await world.engine(environment).ensure({ ...definition }, { signal });
    const { Image: image, Config: config } = await world.docker.getContainer(service.id).inspect();
    const history = JSON.stringify([await world.docker.getImage(image).history(), config]);
    expect(history).not.toContain('proxy.invalid');
    expect(history).not.toContain('SECRET-CA');
  });

  it('ends a build that is aborted', async () => {
    const abort = new AbortController();
    const definition = await world.service({ Dockerfile: `${DOCKERFILE}RUN echo long && sleep 600\n` });
    const onProgress = (message: string): void => {
      if (message.includes('sleep 600')) abort.abort();
    };
    const start = world.engine().ensure(definition, { signal: abort.signal, onProgress });
    await expect(start).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(await images()).toEqual([]);
    expect(await world.engine().list()).toEqual([]);
  });
});
