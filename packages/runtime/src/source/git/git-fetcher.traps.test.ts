import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fetchWorld, type FetchWorld } from './__fixtures__/fetch-world';
import { TRAPS, type Trap, type TrapPlace } from './__fixtures__/traps';

/** All in one without TORTURE=1. */
const groups: [string, readonly Trap[]][] = process.env['TORTURE']
  ? TRAPS.map((trap) => [trap.name, [trap]])
  : [['every trap that fits beside the others', TRAPS.filter(({ files }) => !files).concat(TRAPS.slice(0, 1))]];

describe('createGitFetcher, where traps are laid', () => {
  let world: FetchWorld;
  let place: TrapPlace;
  let made = 0;
  const canary = (): string => path.join(place.home, 'canary');
  beforeEach(async () => {
    world = await fetchWorld();
    const home = path.join(world.folder.path, 'home');
    await mkdir(home);
    const repository = await world.repository(`acme/cow${(made += 1)}`);
    place = { home, repository, command: `touch ${path.join(home, 'canary')}` };
  });
  afterEach(() => world[Symbol.asyncDispose]());

  /** What a program finds where all of them are laid. */
  async function lay(traps: readonly Trap[]): Promise<NodeJS.ProcessEnv> {
    const files = traps.map((trap) => trap.files?.(place) ?? {});
    await place.repository.branch('main', { x: 'x', ...Object.assign({}, ...files) });
    await writeFile(path.join(place.home, '.gitconfig'), traps.map((trap) => trap.config?.(place) ?? '').join(''));
    for (const { prepare } of traps) await prepare?.(place);
    const variables = traps.map((trap) => trap.environment?.(place) ?? {});
    return { PATH: process.env['PATH'], HOME: place.home, ...Object.assign({}, ...variables) };
  }

  it.each(groups)('runs nothing: %s', async (_name, traps) => {
    const environment = await lay(traps);
    const fetching = world.fetch(`github:acme/cow${made}`, { environment });
    if (traps.some(({ isRefused }) => isRefused))
      await expect(fetching).rejects.toMatchObject({ code: 'MC_ARCHIVE_UNSAFE' });
    else await expect(fetching.then(({ folder }) => existsSync(path.join(folder, 'x')))).resolves.toBe(true);
    expect(existsSync(canary())).toBe(false);
  });

  it.each(TRAPS.slice(0, 3).map((trap) => [trap.name, trap] as const))(
    'meets traps that work: %s',
    async (_name, trap) => {
      const env = await lay([trap]);
      const copy = path.join(world.folder.path, 'copy');
      spawnSync('git', ['clone', '--quiet', place.repository.folder, copy], { env, stdio: 'ignore' });
      expect(existsSync(canary())).toBe(true);
      await rm(canary());
    },
  );
});
