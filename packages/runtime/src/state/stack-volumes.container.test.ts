import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { dockerWorld, type DockerWorld } from '../engine/docker/__fixtures__/docker-world';
import { answer } from '../engine/docker/__fixtures__/answer';

const { signal } = new AbortController();
const COMPOSE = `services:
  web:
    build: .
    ports: ["80"]
    volumes: ["milk:/milk"]
volumes: { milk: }
`;
const SCRIPT =
  'FROM node:20-bookworm-slim\nRUN mkdir /milk && chown 1000:1000 /milk\nCOPY server.cjs /\nUSER 1000\nCMD ["node", "/server.cjs"]\n';

describe('volumes of a service', () => {
  let world: DockerWorld;
  beforeEach(async () => {
    world = await dockerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('are copied with owners, modes and links, and removed when no container has them', async () => {
    const engine = world.engine();
    const definition = await world.service({ 'docker-compose.yml': COMPOSE, Dockerfile: SCRIPT }, { id: 'farm-web' });
    const running = await engine.ensure(definition, { signal });
    expect(await answer(running, '/write?file=/milk/jug')).toBe('written');
    const [milk] = await engine.volumes.list();
    expect(milk).toMatchObject({ serviceId: 'farm-web', name: 'milk', inUse: true });
    await expect(engine.volumes.remove(milk?.id ?? '')).rejects.toMatchObject({ code: 'MC_VOLUME_IN_USE' });

    const other = { definition: { ...definition, id: 'barn-web' }, name: 'milk' };
    const content = engine.volumes.read({ definition, name: 'milk' }, signal);
    await engine.volumes.write(other, content, signal);
    const again = await engine.ensure(other.definition, { signal });
    expect(await answer(again, '/read?file=/milk/jug')).toBe('x');
    expect(await answer(again, '/write?file=/milk/second')).toBe('written'); // the volume itself is that user's, too

    await engine.release(running.id);
    await engine.volumes.remove(milk?.id ?? '');
    expect((await engine.volumes.list()).map(({ serviceId }) => serviceId)).toEqual(['barn-web']);
  });

  it('leave nothing behind when what they are filled from ends in a failure, or nobody reads on', async () => {
    const engine = world.engine();
    const definition = await world.service({
      'docker-compose.yml': COMPOSE.replace('build: .', 'image: debian:bookworm-slim'),
    });
    const place = { definition, name: 'milk' };
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(512);
        throw new TypeError('the file ends');
      })(),
    );
    await expect(engine.volumes.write(place, broken, signal)).rejects.toThrow('the file ends');
    await expect(engine.volumes.write(place, Readable.from(['no tar at all']), signal)).rejects.toMatchObject({
      code: 'MC_ENGINE_FAILED',
    });
    expect([await engine.volumes.list(), await world.objects()]).toEqual([[], []]);
    const reading = engine.volumes.read(place, signal);
    await reading.next();
    await reading.return();
    await expect(text(engine.volumes.read(place, AbortSignal.abort()))).rejects.toThrow();
    expect(await world.objects()).toEqual([]);
  });
});
