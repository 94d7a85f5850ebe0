import { filter } from './filter';

/** `atempo` takes 0.5 and more at once. */
const SLOWEST = 0.5;

/** Another speed at the same pitch. */
export function tempoFilters(speed = 1): string[] {
  const filters: string[] = [];
  let rest = speed;
  while (rest < SLOWEST) {
    filters.push(filter('atempo', { tempo: SLOWEST }));
    rest /= SLOWEST;
  }
  return rest === 1 ? filters : [...filters, filter('atempo', { tempo: rest })];
}
