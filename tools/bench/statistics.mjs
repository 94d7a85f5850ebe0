/** The value below which the share `q` of the values lies, interpolated. */
export function quantile(values, q) {
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

export const median = (values) => quantile(values, 0.5);

/** `median (first quartile–third quartile) unit`. */
export function spread(values, digits, unit) {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q).toFixed(digits));
  return `${middle} (${low}–${high})${unit}`;
}

/**
 * Runs every subject once per round, each round beginning with another one, and drops the first `warmUp` rounds.
 * Resolves to the results by subject, one per round.
 */
export async function interleaved(subjects, { rounds, warmUp }) {
  const names = Object.keys(subjects);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds + warmUp; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      const result = await subjects[name]();
      if (round >= warmUp) results[name].push(result);
    }
  }
  return results;
}

/** Round by round `combine(a, b)`: what happened to both subjects at the same time cancels out. */
export function paired(first, second, combine) {
  return first.map((value, round) => combine(value, second[round]));
}
