import { MediaConduitError, type EngineVolumes } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';

/** The named volumes of services on this machine; `undefined` where no engine that has any can be used. */
export async function volumesOf(engines: EngineSet): Promise<EngineVolumes | undefined> {
  const engine = await engines.get('docker');
  return (await engine?.availability())?.available ? engine?.volumes : undefined;
}

/** @throws `MC_ENGINE_UNAVAILABLE` where {@link volumesOf} finds none. */
export async function requireVolumes(engines: EngineSet): Promise<EngineVolumes> {
  const engine = await engines.get('docker');
  const availability = await engine?.availability();
  if (engine?.volumes && availability?.available) return engine.volumes;
  const { hint, reason } = availability?.available === false ? availability : { hint: undefined, reason: 'no engine' };
  throw new MediaConduitError('MC_ENGINE_UNAVAILABLE', `The data of volumes cannot be reached: ${reason}.`, { hint });
}
