import { isMediaConduitError, messageOf, type Clock, type ProviderManifest } from '@mediaconduit/sdk';
import { withDeadline } from '../refresh/with-deadline';
import type { ProviderCandidate } from './provider-candidate';
import type { RefusedProvider } from './provider-choice';

/** How long one in use may take to say that it is available, in ms. */
const ANSWER_MS = 5000;

/** What is asked about a candidate that nothing speaks against. */
export interface ObstacleChecks {
  readonly clock: Clock;
  /** @throws why its code is not run. */
  readonly checkCode: (folder: string) => Promise<void>;
  /** @throws why its service cannot run here. */
  readonly checkService: (manifest: ProviderManifest) => Promise<void>;
}

/** Looks at what may keep a provider from working; makes none and starts nothing. */
export async function findObstacle(
  { id, folder, active, installed }: ProviderCandidate,
  { clock, checkCode, checkService }: ObstacleChecks,
): Promise<RefusedProvider | undefined> {
  if (active) {
    const work = (async () => active.isAvailable())().catch(messageOf);
    const answer = await withDeadline(clock, work, { ms: ANSWER_MS, late: `it did not answer within ${ANSWER_MS} ms` });
    if (answer === true) return undefined;
    return { id, reason: 'unavailable', message: `${id} is not available${answer === false ? '' : `: ${answer}`}` };
  }
  const broken = folder === undefined ? undefined : await failureOf(checkCode(folder));
  if (broken !== undefined) return { id, reason: 'quarantined', message: `${id} failed to load: ${broken}` };
  const manifest = installed?.manifest;
  const idle = manifest && (await failureOf(checkService(manifest)));
  return idle === undefined ? undefined : { id, reason: 'unavailable', message: `${id} cannot run: ${idle}` };
}

async function failureOf(check: Promise<void>): Promise<string | undefined> {
  try {
    await check;
    return undefined;
  } catch (error) {
    const hint = isMediaConduitError(error) && error.hint !== undefined ? ` (${error.hint})` : '';
    return `${messageOf(error)}${hint}`;
  }
}
