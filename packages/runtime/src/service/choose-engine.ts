import { MediaConduitError, type EngineName, type ServiceDefinition, type ServiceEngine } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';

/** What the user wants: one engine, or the first that works. */
export type EngineChoice = 'auto' | EngineName;

interface Miss {
  readonly engine: EngineName;
  readonly reason: string;
  readonly hint?: string;
}

/**
 * The engine to run a service on: the one the user named, else the first of the definition's list that can run it here.
 * @throws `MC_ENGINE_UNAVAILABLE` with every engine that was tried, why it cannot, and what to install.
 */
export async function chooseEngine(
  definition: ServiceDefinition,
  engines: EngineSet,
  choice: EngineChoice,
): Promise<ServiceEngine> {
  const wanted = choice === 'auto' || definition.url !== undefined ? definition.engines : [choice];
  const misses: Miss[] = [];
  for (const name of wanted) {
    const engine = await engines.get(name);
    const miss = engine ? await missOf(engine, definition) : { engine: name, reason: 'is not part of this runtime' };
    if (engine && !miss) return engine;
    if (miss) misses.push(miss);
  }
  throw unavailable(definition, misses, choice);
}

async function missOf(engine: ServiceEngine, definition: ServiceDefinition): Promise<Miss | undefined> {
  const refusal = engine.refusal(definition);
  if (refusal !== undefined) return { engine: engine.name, reason: refusal };
  const availability = await engine.availability();
  if (availability.available) return undefined;
  return { engine: engine.name, reason: availability.reason, hint: availability.hint };
}

function unavailable(definition: ServiceDefinition, misses: readonly Miss[], choice: EngineChoice): MediaConduitError {
  const tried = misses.map(({ engine, reason }) => `${engine}: ${reason}`).join('; ');
  const hints = misses.flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  const others =
    choice === 'auto'
      ? []
      : definition.engines.filter((name) => name !== choice).map((name) => `or use --engine ${name}`);
  return new MediaConduitError(
    'MC_ENGINE_UNAVAILABLE',
    `Nothing here can run the service "${definition.id}" (${tried || 'it names no engine'}).`,
    {
      hint: [...hints, ...others].join('; ') || `add a "process" or "docker" block to ${definition.file}`,
      facts: { service: definition.id, tried: misses },
    },
  );
}
