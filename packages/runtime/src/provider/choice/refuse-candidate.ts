import type { ProviderCandidate } from './provider-candidate';
import type { ChoiceCriteria, RefusedProvider } from './provider-choice';

/** What is known about a candidate at once; answers `undefined` when nothing speaks against it. */
export function refusal(
  criteria: ChoiceCriteria,
  environment: NodeJS.ProcessEnv,
): (candidate: ProviderCandidate) => RefusedProvider | undefined {
  const names = new Set([criteria.exclude ?? [], criteria.excludeProviders ?? []].flat());
  return (candidate) =>
    excluded(candidate, names) ?? tooDear(candidate, criteria) ?? notConfigured(candidate, environment);
}

function excluded(
  { id, packageName, active }: ProviderCandidate,
  names: ReadonlySet<string>,
): RefusedProvider | undefined {
  if (![id, packageName, active?.id].some((name) => name !== undefined && names.has(name))) return undefined;
  return { id, reason: 'excluded', message: `${id} was excluded by the caller` };
}

/** In the end somebody pays for a price that is not known. */
function tooDear(
  { id, type, price }: ProviderCandidate,
  { maxCost, currency = 'USD' }: ChoiceCriteria,
): RefusedProvider | undefined {
  if (maxCost === undefined || (type === 'local' && !price)) return undefined;
  const refuse = (why: string): RefusedProvider => ({ id, reason: 'too-dear', message: `${id} ${why}` });
  if (!price) return refuse('names no price in its manifest, so it may cost more than maxCost');
  if (price.currency !== currency) return refuse(`has its price in ${price.currency}, not in ${currency}`);
  return price.cost > maxCost ? refuse(`costs ${price.cost} ${currency}, more than ${maxCost}`) : undefined;
}

/** One in use may have been configured by its user. */
function notConfigured(
  { id, requiredVariables, active }: ProviderCandidate,
  environment: NodeJS.ProcessEnv,
): RefusedProvider | undefined {
  if (requiredVariables.length === 0) return undefined;
  const given = (active as { readonly config?: Configured } | undefined)?.config;
  const missing = requiredVariables.filter((name) => !environment[name] && !given?.environment?.[name]);
  if (missing.length === 0 || given?.apiKey !== undefined) return undefined;
  return { id, reason: 'not-configured', message: `${id} needs ${missing.join(', ')}: put it into .env`, missing };
}

/** What providers keep of their settings. */
interface Configured {
  readonly apiKey?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
}
