import type { Overlay } from './composition';
import { decimal } from './filter';

const DEFAULT_MARGIN = 16;

/** The names of four lengths in a filter: of the film and of what lies over it. */
export interface Lengths {
  readonly width: string;
  readonly height: string;
  readonly ownWidth: string;
  readonly ownHeight: string;
}

/** Where an overlay stands, as expressions of a filter. */
export function placeOf(overlay: Overlay, { width, height, ownWidth, ownHeight }: Lengths): { x: string; y: string } {
  const { position = 'bottom-right', margin = DEFAULT_MARGIN } = overlay;
  const along = (isFirst: boolean, isLast: boolean, whole: string, own: string): string => {
    if (isFirst) return decimal(margin);
    return isLast ? `${whole}-${own}-${decimal(margin)}` : `(${whole}-${own})/2`;
  };
  const x = along(position.endsWith('left'), position.endsWith('right'), width, ownWidth);
  const y = along(position.startsWith('top'), position.startsWith('bottom'), height, ownHeight);
  return {
    x: overlay.x === undefined ? x : decimal(overlay.x),
    y: overlay.y === undefined ? y : decimal(overlay.y),
  };
}

/** When an overlay is seen; `undefined` for always. */
export function visibleWhen({ from = 0, until }: Overlay): string | undefined {
  if (until !== undefined) return `'between(t,${decimal(from)},${decimal(until)})'`;
  return from > 0 ? `'gte(t,${decimal(from)})'` : undefined;
}
