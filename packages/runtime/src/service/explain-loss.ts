import { MediaConduitError, type Clock, type ServiceEngine, type ServiceInspection } from '@mediaconduit/sdk';

/** How often the engine is asked whether a service has ended that cut a connection: not how long, a busy program hears late. */
const LOOKS = 11;
const BETWEEN_LOOKS_MS = 10;

/** How many of the last lines of output go into the error. */
const LOG_LINES = 50;

/** The latest run of a service, whether it goes on or not. */
export interface LatestRun {
  readonly engine: ServiceEngine;
  readonly id: string;
}

/** What a lost connection turned out to be. */
export interface Loss {
  readonly error: MediaConduitError;
  readonly hasEnded: boolean;
  readonly exitCode?: number;
}

/**
 * The same error, with what the engine still knows of the service: whether and how it ended, and its last output. A
 * connection is cut a moment before the end of a process is seen, so it is looked for more than once.
 */
export async function explainLoss(error: MediaConduitError, { engine, id }: LatestRun, clock: Clock): Promise<Loss> {
  const [inspection, logs] = [await inspectWhenEnded(engine, id, clock), await engine.logs(id, LOG_LINES)];
  if (inspection?.state === 'running') return { error, hasEnded: false };
  const { exitCode, outOfMemory } = inspection ?? {};
  const how = outOfMemory ? 'ran out of memory' : `ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`;
  const explained = new MediaConduitError(error.code, `${error.message} It ${how}.`, {
    hint:
      logs.length > 0 ? 'its last output says more; the next call starts it again' : 'the next call starts it again',
    facts: { ...error.facts, engine: engine.name, exitCode, outOfMemory, logs },
    cause: error.cause,
  });
  return { error: explained, hasEnded: true, exitCode };
}

async function inspectWhenEnded(
  engine: ServiceEngine,
  id: string,
  clock: Clock,
): Promise<ServiceInspection | undefined> {
  for (let looks = 1; ; looks++) {
    const inspection = await engine.inspect(id);
    if (inspection?.state !== 'running' || looks === LOOKS) return inspection;
    await new Promise<void>((resolve) => clock.setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}
