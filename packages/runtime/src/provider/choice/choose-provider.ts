import { CAPABILITIES, didYouMean, MediaConduitError, parseCapability, type Capability } from '@mediaconduit/sdk';
import { findObstacle, type ObstacleChecks } from './find-obstacle';
import { orderCandidates } from './order-candidates';
import type { ProviderCandidate } from './provider-candidate';
import type { ChoiceCriteria, ProviderChoice, RefusedProvider } from './provider-choice';
import { refusal } from './refuse-candidate';

/** Everything that a choice looks at. */
export interface ChoiceParts extends ObstacleChecks {
  readonly environment: NodeJS.ProcessEnv;
  readonly candidates: readonly ProviderCandidate[];
  /** Those that nothing is known about. */
  readonly unknown: readonly RefusedProvider[];
}

/**
 * The candidate that fits best. What can be said at once is said about all; whether it is available is asked of one after
 * the other, the best first, until one is.
 * @throws `MC_PROVIDER_NOT_FOUND` when there is no candidate, `MC_PROVIDER_UNAVAILABLE` with every reason when none fits.
 */
export async function chooseProvider(
  capability: Capability,
  criteria: ChoiceCriteria,
  parts: ChoiceParts,
): Promise<Omit<ProviderChoice, 'open'>> {
  const refused = [...parts.unknown];
  const refuse = refusal(criteria, { ...parts.environment }); // that of the process is slow to look into
  const left = parts.candidates.filter((candidate) => {
    const found = refuse(candidate);
    if (found) refused.push(found);
    return !found;
  });
  const fitting = orderCandidates(left, criteria);
  for (const [index, candidate] of fitting.entries()) {
    const obstacle = await findObstacle(candidate, parts);
    if (!obstacle) {
      const order = fitting.slice(index).map(({ key }) => key);
      return { capability, id: candidate.key, order, refused };
    }
    refused.push(obstacle);
  }
  throw refused.length === 0 ? nobodyOffers(capability) : allRefused(capability, refused);
}

/** Any spelling. @throws `MC_USAGE` with the nearest ones. */
export function requireCapability(text: string): Capability {
  const capability = parseCapability(text);
  if (capability) return capability;
  throw new MediaConduitError('MC_USAGE', `There is no capability "${text}".`, {
    hint: didYouMean(text, CAPABILITIES) ?? `one of ${CAPABILITIES.join(', ')}`,
    facts: { capability: text },
  });
}

function nobodyOffers(capability: Capability): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `No provider here offers ${capability}.`, {
    hint: 'install one; mediaconduit providers lists what is there',
    facts: { capability },
  });
}

/** Thousands may be refused: the message names the first ones, the facts have all. */
function allRefused(capability: Capability, refused: readonly RefusedProvider[]): MediaConduitError {
  const shown = refused.slice(0, 5).map(({ message }) => message);
  const more = refused.length > shown.length ? `; and ${refused.length - shown.length} more` : '';
  return new MediaConduitError(
    'MC_PROVIDER_UNAVAILABLE',
    `No provider for ${capability} can be used: ${shown.join('; ')}${more}.`,
    { hint: 'mend one of them, or ask for less', facts: { capability, refused } },
  );
}
