import type { ProviderCandidate } from './provider-candidate';
import type { ChoiceCriteria } from './provider-choice';

/** The best first: local ones when they are preferred, then by price, unknown prices and other currencies last, then by id. */
export function orderCandidates(
  candidates: readonly ProviderCandidate[],
  { preferLocal = false, currency = 'USD' }: ChoiceCriteria,
): ProviderCandidate[] {
  const place = ({ type }: ProviderCandidate): number => (preferLocal && type !== 'local' ? 1 : 0);
  return [...candidates].sort(
    (one, other) =>
      place(one) - place(other) || costOf(one, currency) - costOf(other, currency) || compare(one.id, other.id),
  );
}

function costOf({ type, price }: ProviderCandidate, currency: string): number {
  if (price) return price.currency === currency ? price.cost : Number.MAX_VALUE;
  return type === 'local' ? 0 : Number.MAX_VALUE;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
