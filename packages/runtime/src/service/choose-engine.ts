import {
  MediaConduitError,
  messageOf,
  type EngineName,
  type ServiceDefinition,
  type ServiceEngine,
} from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';

/** What the user wants: one engine, or the first that works. */
export type EngineChoice = 'auto' | EngineName;

const LOCAL_ENGINES = ['docker', 'process'] as const satisfies readonly EngineName[];

type LocalEngine = (typeof LOCAL_ENGINES)[number];

interface Miss {
  readonly engine: EngineName;
  readonly reason: string;
  readonly hint?: string;
}

/**
 * The engine to run a service on: the one the user named, else the first of the definition's list that can run it here.
 * @throws `MC_ENGINE_UNAVAILABLE` with every engine of this machine, why it cannot, and what to install.
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
    const miss = engine ? await missOf(engine, definition) : notPart(name);
    if (engine && !miss) return engine;
    if (miss) misses.push(miss);
  }
  const others = await lookAtOthers(definition, engines, wanted);
  throw unavailable(definition, [...misses, ...others.misses], others.working);
}

async function missOf(engine: ServiceEngine, definition: ServiceDefinition): Promise<Miss | undefined> {
  const refusal = engine.refusal(definition);
  if (refusal) return { engine: engine.name, ...refusal };
  const availability = await engine.availability();
  if (availability.available) return undefined;
  return { engine: engine.name, reason: availability.reason, hint: availability.hint };
}

const notPart = (engine: EngineName): Miss => ({ engine, reason: 'is not part of this runtime' });

/** What the engines that were not tried could do: those that the user passed over, and those the definition leaves out. */
async function lookAtOthers(
  definition: ServiceDefinition,
  engines: EngineSet,
  tried: readonly EngineName[],
): Promise<{ misses: Miss[]; working: EngineName[] }> {
  const misses: Miss[] = [];
  const working: EngineName[] = [];
  if (definition.url !== undefined) return { misses, working };
  for (const name of LOCAL_ENGINES.filter((one) => !tried.includes(one))) {
    const miss = definition.engines.includes(name)
      ? await tryOther(name, definition, engines)
      : leftOut(name, definition);
    if (miss) misses.push(miss);
    else working.push(name);
  }
  return { misses, working };
}

async function tryOther(
  name: EngineName,
  definition: ServiceDefinition,
  engines: EngineSet,
): Promise<Miss | undefined> {
  try {
    const engine = await engines.get(name);
    return engine ? await missOf(engine, definition) : notPart(name);
  } catch (failure) {
    return { engine: name, reason: messageOf(failure) }; // it was not asked for: its failure is one reason among others
  }
}

function leftOut(name: LocalEngine, definition: ServiceDefinition): Miss {
  const reason =
    definition[name] === undefined
      ? `the manifest has no ${name} block`
      : 'the manifest does not list it under engines';
  return { engine: name, reason };
}

function unavailable(
  definition: ServiceDefinition,
  misses: readonly Miss[],
  working: readonly EngineName[],
): MediaConduitError {
  const tried = misses.map(({ engine, reason }) => `${engine}: ${reason}`).join('; ');
  const hints = misses.flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  const others = working.map((name) => `use --engine ${name}`);
  return new MediaConduitError(
    'MC_ENGINE_UNAVAILABLE',
    `Nothing here can run the service "${definition.id}" (${tried}).`,
    {
      hint: [...hints, ...others].join('; or ') || `add a "process" or "docker" block to ${definition.file}`,
      facts: { service: definition.id, tried: misses },
    },
  );
}
