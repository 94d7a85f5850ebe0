import type { KeptCache } from '@mediaconduit/sdk';
import { createFakeEngine, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { EngineSet } from '../engine/engine-set';
import { KernelLock } from '../lock/kernel-lock';
import { findLockCommand } from '../lock/lock-command';
import { makeCacheFolder } from './cache-folder';
import { createRuntimeCache } from './create-runtime-cache';
import { FolderUses } from './folder-uses';
import type { RuntimeCache } from './runtime-cache';

const VENV = '0123456789abcdef';
const MARKER = JSON.stringify({ service: 'moo-service', python: '3.11.7', base: '/usr/bin/python3.11', lock: '/l' });

describe('RuntimeCache', () => {
  let home: TemporaryFolder;
  let volumes: KeptCache[];
  let cache: RuntimeCache;
  beforeEach(async () => {
    home = await temporaryFolder();
    volumes = [];
    cache = createRuntimeCache({ home: home.path, engines: engines(), environment: process.env });
  });
  afterEach(() => home[Symbol.asyncDispose]());

  /** One engine that keeps volumes, and one that does not. */
  function engines(available = true): EngineSet {
    const docker = Object.assign(
      createFakeEngine({
        name: 'docker',
        availability: available
          ? { available, version: '1' }
          : { available, reason: 'Docker does not answer', hint: 'start it' },
      }),
      {
        caches: async () => volumes,
        removeCache: async (id: string) => void (volumes = volumes.filter((volume) => volume.id !== id)),
      },
    );
    return new EngineSet({ process: () => createFakeEngine(), docker: () => docker });
  }

  const at = (...names: string[]): string => path.join(home.path, ...names);

  async function fill(): Promise<void> {
    await makeCacheFolder(home.path, 'moo-service', 'items');
    await home.write('cache/moo-service/base/weights.bin', Buffer.alloc(1000));
    await home.write('cache/moo-service/tiny', Buffer.alloc(10));
    await home.write('cache/moo-service/.base.lock', '');
    await makeCacheFolder(home.path, 'llama-service', 'whole');
    await makeCacheFolder(home.path, 'empty-service', 'whole');
    await home.write('cache/llama-service/blobs/1', Buffer.alloc(300));
    await home.write('cache/llama-service/manifests/1', Buffer.alloc(20));
    await home.write(`venvs/${VENV}/mediaconduit.json`, MARKER);
    volumes = [
      { id: 'mc-x-moo', serviceId: 'moo-service', name: 'moo_cache', sizeBytes: 7, inUse: false },
      { id: 'mc-x-used', serviceId: 'used-service', name: 'used', inUse: true },
    ];
  }

  async function remove(...selectors: string[]): Promise<void> {
    const content = await cache.list();
    await cache.remove(selectors.flatMap((selector) => cache.find(selector, content)));
  }

  const labels = async (): Promise<string[]> =>
    (await cache.list()).entries.map(({ engine, kind, name, service }) => `${service}/${name} ${engine} ${kind}`);

  it('is empty in a new home', async () => {
    expect(await cache.list()).toEqual({ entries: [], unread: [] });
  });

  it('lists items, stores, volumes and Python packages with their sizes', async () => {
    await fill();
    expect(await labels()).toEqual([
      'llama-service/store process store',
      'moo-service/base process item',
      'moo-service/moo_cache docker volume',
      `moo-service/python-${VENV} process python`,
      'moo-service/tiny process item',
      'used-service/used docker volume',
    ]);
    const { entries } = await cache.list();
    const modifiedAt = expect.stringMatching(/^\d{4}-/) as string;
    expect(entries[0]).toMatchObject({ path: at('cache', 'llama-service'), sizeBytes: 320, modifiedAt, inUse: false });
    expect(entries[1]).toMatchObject({ path: at('cache', 'moo-service', 'base'), sizeBytes: 1000, modifiedAt });
    expect(entries[5]).toMatchObject({ volume: 'mc-x-used', inUse: true });
  });

  it('lists what there is when an engine does not answer', async () => {
    await fill();
    cache = createRuntimeCache({ home: home.path, engines: engines(false), environment: process.env });
    const { entries, unread } = await cache.list();
    expect(entries).toHaveLength(4);
    expect(unread).toEqual([{ engine: 'docker', reason: 'Docker does not answer' }]);
  });

  it('removes one entry, or all of a service, and nothing else', async () => {
    await fill();
    await remove('moo-service/base');
    expect(existsSync(at('cache', 'moo-service', 'base'))).toBe(false);
    await remove('moo-service', 'llama-service');
    expect(await labels()).toEqual(['used-service/used docker volume']);
    expect(existsSync(at('cache', 'moo-service'))).toBe(true);
    expect(existsSync(at('venvs', VENV))).toBe(false);
  });

  it('names the nearest entry when there is none', async () => {
    await fill();
    await expect(remove('moo-service/bsae')).rejects.toMatchObject({
      code: 'MC_CACHE_ENTRY_NOT_FOUND',
      hint: expect.stringContaining('"moo-service/base"'),
    });
    await expect(remove('../../etc')).rejects.toMatchObject({ code: 'MC_CACHE_ENTRY_NOT_FOUND' });
  });

  it('removes nothing when a running process uses one of them', async () => {
    await fill();
    const uses = new FolderUses(home.path);
    for (const folder of [at('cache', 'moo-service'), at('venvs', VENV)]) {
      await uses.add({ pid: process.pid, service: 'moo-service', folders: [folder] });
      expect((await cache.list()).entries.some(({ inUse }) => inUse)).toBe(true);
      await expect(remove('llama-service', 'moo-service')).rejects.toMatchObject({
        code: 'MC_CACHE_IN_USE',
        facts: { service: 'moo-service', pid: process.pid },
      });
    }
    await expect(remove('used-service')).rejects.toMatchObject({
      code: 'MC_CACHE_IN_USE',
      hint: 'mediaconduit services stop used-service',
    });
    expect(await labels()).toHaveLength(6);
  });

  it('removes no Python packages that are being installed', async () => {
    const command = findLockCommand(process.env['PATH'] ?? '', process.platform);
    if (!command) throw new TypeError('this machine has neither flock nor perl');
    await home.write(`venvs/${VENV}/mediaconduit.json.new`, MARKER);
    await home.write('venvs/half/pyvenv.cfg', '');
    const held = await new KernelLock(command).tryExclusive(at('run', 'venvs', `${VENV}.lock`));
    await expect(remove('moo-service')).rejects.toMatchObject({ code: 'MC_CACHE_IN_USE' });
    await held?.release();
    await remove('moo-service', 'unknown/python-half');
    expect(await labels()).toEqual([]);
  });

  it('follows no link out of the home', async () => {
    await fill();
    const outside = await home.write('outside/kept', 'kept');
    await symlink(path.dirname(outside), at('cache', 'moo-service', 'linked'));
    await symlink(path.dirname(outside), at('cache', 'away-service'));
    expect(await labels()).not.toContain('away-service/kept process item');
    await remove('moo-service/linked');
    expect(existsSync(at('cache', 'moo-service', 'linked'))).toBe(false);
    expect(existsSync(outside)).toBe(true);
  });
});
