import { readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { NpmWorld, options } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

const STALL_MS = 600;

/** How a registry can keep us waiting. */
const STALLS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'never answers': () => undefined,
  'sends a head and no more': (response) => void response.writeHead(200).flushHeaders(),
  'sends one byte at a time': (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('{'), 50);
    response.on('close', () => clearInterval(timer));
  },
};

describe('a registry that stalls', () => {
  it.each(Object.entries(STALLS))(
    'is given up after three attempts when it %s',
    async (_how, stall) => {
      await using world = await NpmWorld.start();
      world.registry.publish({ name: 'cow' });
      const resolution = await world.resolve('npm:cow');
      for (const path of ['/cow', '/cow/-/cow-1.0.0.tgz']) {
        world.registry.requests.length = 0;
        world.registry.misbehave = (request, response) => {
          if (request.url !== path) return false;
          stall(response);
          return true;
        };
        const start = performance.now();
        const folder = world.target();
        const fetcher = world.fetcher(STALL_MS);
        const given =
          path === '/cow' ? world.resolve('npm:cow', STALL_MS) : fetcher.fetch(resolution, folder, options());
        await expect(given).rejects.toMatchObject({
          code: 'MC_FETCH_TIMEOUT',
          retryable: true,
          facts: { attempts: 3 },
        });
        expect(performance.now() - start).toBeLessThan(3 * STALL_MS * 1.2 + 6000);
        expect(world.registry.asked.filter((one) => one === path)).toHaveLength(3);
        expect(readdirSync(folder)).toEqual([]);
      }
    },
    60_000,
  );

  it('is waited for as long as it sends enough', async () => {
    await using world = await NpmWorld.start();
    world.registry.publish({ name: 'cow' });
    const resolution = await world.resolve('npm:cow');
    world.registry.misbehave = (request, response) => {
      const tarball = world.registry.tarballs.get(request.url ?? '');
      if (!tarball) return false;
      response.writeHead(200);
      const send = (at: number): void => {
        if (at >= tarball.length) return void response.end();
        response.write(tarball.subarray(at, at + 50));
        setTimeout(() => send(at + 50), 20);
      };
      send(0);
      return true;
    };
    const tree = await world.fetcher(STALL_MS).fetch(resolution, world.target(), options());
    expect(tree.resolution.version).toBe('1.0.0');
  });
});
