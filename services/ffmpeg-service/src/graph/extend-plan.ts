import type { Plan } from './plan';

/** A plan whose sound goes through some more filters. */
export function withFilters(plan: Plan, filters: readonly string[]): Plan {
  if (filters.length === 0 || plan.audio === undefined) return plan;
  return {
    ...plan,
    audio: 'sound',
    filterGraph: joined(plan.filterGraph, `[${plan.audio}]${filters.join(',')}[sound]`),
  };
}

/** A plan for GIF: 256 colours, chosen for this film. An unused sound must not stay open. */
export function withPalette(plan: Plan): Plan {
  if (plan.video === undefined) return plan;
  const palette = `[${plan.video}]split[p1][p2];[p1]palettegen[colors];[p2][colors]paletteuse[film]`;
  return { ...plan, video: 'film', filterGraph: joined(plan.filterGraph, palette) };
}

function joined(...chains: readonly string[]): string {
  return chains.filter((chain) => chain !== '').join(';');
}
