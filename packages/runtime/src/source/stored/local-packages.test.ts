import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../../__fixtures__/run-program';
import type { FetchableIdentifier } from './fetchable-identifier';
import { FarWorld, providerFiles } from './__fixtures__/far-world';
import { LocalPackages } from './local-packages';

const COW: FetchableIdentifier = {
  kind: 'git',
  url: 'https://github.com/o/cow.git',
  repository: 'github:o/cow',
  canonical: 'github:o/cow',
};

/** What a program does to load a provider: the modules that it loads, and the files that it looks at or reads. */
const COUNTED = `
  const fs = require('node:fs');
  const loaders = require('node:module')._extensions;
  const { home, projectFolder } = argument;
  const seen = { modules: [], lstat: [], stat: [], read: [] };
  const undo = [];
  const watch = (owner, name, note) => {
    const original = owner[name];
    owner[name] = function (...args) { note(...args); return original.apply(this, args); };
    undo.push(() => (owner[name] = original));
  };
  watch(loaders, '.js', (module, file) => seen.modules.push(file));
  const ours = runtime.createRuntime({ home, projectFolder, environment: {} });
  watch(fs, 'lstatSync', (file) => seen.lstat.push(file));
  watch(fs, 'statSync', (file) => seen.stat.push(file));
  watch(fs, 'readFileSync', (file) => seen.read.push(file));
  const { id } = await ours.providers.getProvider('github:o/cow');
  undo.forEach((one) => one());
  await ours.close();
  say({ id, ...seen });`;

interface Seen {
  readonly id: string;
  readonly modules: readonly string[];
  readonly lstat: readonly string[];
  readonly stat: readonly string[];
  readonly read: readonly string[];
}

let world: FarWorld;
beforeEach(async () => {
  world = await FarWorld.start();
  const { 'package.json': _, ...files } = providerFiles('cow');
  const many = Array.from({ length: 40 }, (_none, file) => [`lib/${file}.js`, `module.exports = ${file};`]);
  await world.commit('cow', { ...files, ...(Object.fromEntries(many) as object) });
  const runtime = world.runtime();
  await runtime.providers.getProvider('github:o/cow');
  await runtime.close();
});
afterEach(() => world[Symbol.asyncDispose]());

const leases = (): string[] => readdirSync(path.join(world.home, 'store', 'leases'));

describe('a provider that is locked and stored', () => {
  it('is loaded with few modules and files, after one look at each of its files', async () => {
    const { said, errors, end } = await runProgram(COUNTED, { home: world.home, projectFolder: world.project }).ended();
    expect({ errors, end }).toEqual({ errors: '', end: 0 });
    const { id, modules, lstat, read, stat } = said[0] as Seen;
    expect(id).toBe('cow');
    const own = modules.filter((file) => file.includes('/dist/')).map((file) => path.basename(file, '.js'));
    expect(own).not.toContain('stored-packages');
    expect(own.length).toBeLessThanOrEqual(15);
    expect(modules.filter((file) => file.includes('/node_modules/'))).toEqual([]);
    const files = lstat.filter((file) => /\/files(\/|$)/.test(file));
    expect(new Set(files).size).toBe(files.length);
    expect(files).toHaveLength(44); // two files, one folder, 40 files in it, and the tree itself
    const names = read.filter((file) => file.startsWith(world.folder.path)).map((file) => path.basename(file));
    expect(names.sort()).toEqual(['format.json', 'index', 'index.js', 'manifest', 'mediaconduit.lock', 'seal.json']);
    expect(stat.length).toBeLessThanOrEqual(12);
  });

  it('is loaded without the index of all that is installed, until somebody asks for its id', async () => {
    expect(existsSync(path.join(world.home, 'index'))).toBe(false);
    const { providers } = world.runtime();
    const cow = await providers.getProvider('github:o/cow');
    expect(await providers.getProvider('cow')).toBe(cow);
  });
});

describe('LocalPackages', () => {
  it('opens what is locked and stored, and nothing else', async () => {
    await using local = new LocalPackages({ home: world.home, lockFolder: world.project });
    expect(await local.open(COW)).toMatchObject({ canonical: 'github:o/cow', folder: expect.stringMatching('/tree/') });
    expect(leases()).toHaveLength(1);
    expect(await local.open({ ...COW, canonical: 'github:o/calf' })).toBeUndefined();
  });

  it('holds nothing after its end, which waits for what is being opened', async () => {
    const local = new LocalPackages({ home: world.home, lockFolder: world.project });
    const opening = [local.open(COW), local.open(COW)];
    await local[Symbol.asyncDispose]();
    expect(leases()).toEqual([]);
    expect(await Promise.all(opening)).toMatchObject([{ canonical: 'github:o/cow' }, { canonical: 'github:o/cow' }]);
  });
});
