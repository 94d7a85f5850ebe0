import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { removeTree } from '../../store/remove-tree';
import { gitBackend, serveHttp, type GitServer } from '../git/__fixtures__/git-server';
import { FarWorld, providerFiles } from './__fixtures__/far-world';

const ROUNDS = process.env['TORTURE'] ? 25 : 2;
const PROGRAM = path.join(__dirname, '__fixtures__', 'ask-program.cjs');

let world: FarWorld;
let server: GitServer;
let seen = 0;
beforeEach(async () => {
  seen = 0;
  world = await FarWorld.start();
  server = await serveHttp(gitBackend(path.join(world.folder.path, 'mirror')));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

/** In a program of its own. */
async function ask(identifier: string): Promise<object> {
  const environment = { ...world.environment, MEDIACONDUIT_MIRRORS: `https://github.com/=${server.url}` };
  const child = spawn(process.execPath, [PROGRAM, world.project, identifier], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return JSON.parse(said) as object;
}

/** What was asked of the registry and of the repository since the last look. */
function requests(): string[] {
  const repository = server.requests.slice(seen);
  seen = server.requests.length;
  return [...world.registry.requests.splice(0).map((one) => one.path), ...repository].sort();
}

async function startAnew(): Promise<void> {
  for (const place of [world.home, path.join(world.project, 'mediaconduit.lock'), `${world.folder.path}/npm-cache`])
    await removeTree(place);
}

describe('programs that ask for the same at once', () => {
  it.each([
    ['a package', 'npm:@acme/cow-provider'],
    ['a repository', 'https://github.com/o/cow'],
  ])(
    'fetch %s once, and get one instance each',
    async (_what, identifier) => {
      const { 'package.json': _, ...files } = providerFiles('cow');
      world.registry.publish({ name: 'moo' });
      world.registry.publish({ name: '@acme/cow-provider', files, manifest: { dependencies: { moo: '^1.0.0' } } });
      await world.commit('cow', providerFiles('cow'));
      const one = { different: 1, id: 'cow', added: 1 };
      expect(await ask(identifier)).toEqual(one);
      const alone = requests();
      expect(alone).not.toEqual([]);
      for (let round = 0; round < ROUNDS; round++) {
        await startAnew();
        const all = await Promise.all(Array.from({ length: 2 + (round % 3) }, () => ask(identifier)));
        expect(all).toContainEqual(one);
        expect(all.filter(({ added }: { added?: number }) => added === 0)).toHaveLength(all.length - 1);
        expect(requests()).toEqual(alone);
      }
    },
    600_000,
  );
});
