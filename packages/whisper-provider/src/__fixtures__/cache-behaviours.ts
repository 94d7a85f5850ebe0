import type { Runtime } from '@mediaconduit/runtime';
import type { SuiteBehaviour } from '@mediaconduit/testkit';
import { execFileSync } from 'node:child_process';
import type { OpenWhisper } from './whisper-behaviours';

/** What is left of it on Docker, and how it goes. Call it last. */
export function cacheBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenWhisper): void {
  behaviour('keeps its weights in a volume that can be listed and removed', async ({ runtime }) => {
    await open(runtime);
    const service = await runtime.services.getService('@mediaconduit/whisper-service');
    await service.stopService();
    const entries = runtime.cache.find('whisper-service', await runtime.cache.list());
    const [{ volume = '' } = {}] = entries.filter(({ kind }) => kind === 'volume');
    expect(volume).toMatch(/whisper_cache$/);
    await runtime.cache.remove(entries);
    expect(() => docker('volume', 'inspect', volume)).toThrow(/no such volume/i);
    docker('volume', 'rm', volume.replace(/cache$/, 'scratch'));
  });
}

function docker(...args: readonly string[]): void {
  execFileSync('docker', args, { stdio: 'pipe' });
}
