import { MediaConduitError, type EngineImages, type ServiceDefinition } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';

/** Something that a service needs and a bundle does not hold. */
export interface LeftOut {
  readonly service: string;
  /** In words: `the image redis:7`. */
  readonly what: string;
  /** How it can be had all the same. */
  readonly hint: string;
}

/** @throws `MC_ENGINE_UNAVAILABLE` where no engine has container images. */
export async function requireImages(engines: EngineSet, instead: string): Promise<EngineImages> {
  const engine = await engines.get('docker');
  const availability = await engine?.availability();
  if (engine?.images && availability?.available) return engine.images;
  const { hint, reason } = availability?.available === false ? availability : { hint: undefined, reason: 'no engine' };
  throw new MediaConduitError('MC_ENGINE_UNAVAILABLE', `Container images cannot be reached: ${reason}.`, {
    hint: [hint, instead].filter(Boolean).join('; or '),
    facts: { engine: 'docker' },
  });
}

/** Whether the service runs in containers, here or elsewhere. */
export function usesImages({ docker, engines }: ServiceDefinition): boolean {
  return docker !== undefined && engines.includes('docker');
}

/** Docker does not give an image its digest back when it is loaded. */
export function isByDigest(reference: string): boolean {
  return reference.includes('@');
}

/** What a service gets from the network itself, whatever a bundle holds. */
export function downloadsOf({ cache, engines, id, process }: ServiceDefinition): LeftOut[] {
  const hint = 'start it once where there is a network, and keep its home or volume';
  const packages = process?.python && engines.includes('process') ? ['its Python packages'] : [];
  const weights = cache ? ['the models that it downloads'] : [];
  return [...packages, ...weights].map((what) => ({ service: id, what, hint }));
}
