import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PATHS, REPOSITORIES, type EvilRepository } from './__fixtures__/evil-repositories';
import { fetchWorld, type FetchWorld } from './__fixtures__/fetch-world';
import { gitBackend, serveHttp, type GitServer } from './__fixtures__/git-server';

/** A few of each without TORTURE=1: every one takes git three to seven times. */
const some = (all: readonly EvilRepository[]): [string, EvilRepository][] =>
  all.filter((_, index) => process.env['TORTURE'] || index % 6 === 0).map((one) => [one.name, one]);

describe('createGitFetcher, given repositories with something wrong', () => {
  let world: FetchWorld;
  let server: GitServer;
  let made = 0;
  beforeAll(async () => {
    world = await fetchWorld();
    server = await serveHttp(gitBackend(path.join(world.folder.path, 'mirror')));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  async function verdict({ make, limits }: EvilRepository): Promise<string | undefined> {
    await make(await world.repository(`evil/${(made += 1)}`));
    const mirrors = { 'https://github.com/': server.url };
    try {
      const { folder } = await world.fetch(`github:evil/${made}`, { limits, mirrors });
      const names = await readdir(folder);
      expect(names).not.toEqual([]);
      expect(names.filter((one) => one.startsWith('.mediaconduit'))).toEqual([]);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }

  async function surroundings(): Promise<string[]> {
    const near = await readdir(world.folder.path);
    const far = (await readdir(os.tmpdir())).filter((name) => name === 'escaped');
    return [...near.filter((name) => !/^(?:mirror|out-)/.test(name)), ...far];
  }

  it.each(some(REPOSITORIES))('judges %s', async (_name, repository) => {
    const startedAt = performance.now();
    expect(await verdict(repository)).toBe(repository.code);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(await surroundings()).toEqual([]);
  });

  it.each(some(PATHS))('lets no path out: %s', async (_name, repository) => {
    expect(await verdict(repository)).toBe(repository.code);
    expect(await surroundings()).toEqual([]);
  });
});
