import type { PlannedSource } from '@mediaconduit/runtime';
import { readableSize } from './readable-size';

/** The last line of a plan, for people. */
export function planSummary(packages: readonly PlannedSource[]): string {
  if (packages.length === 0) return 'nothing is named here; try: mediaconduit plan @mediaconduit/cowsay-provider';
  const coming = [packageWords(packages), imageWords(packages)].filter((words) => words !== undefined);
  const nothing = packages.some(({ state }) => !state) ? 'not known what to download' : 'nothing to download';
  const missing = packages.flatMap(({ environment }) => environment.filter((one) => one.isRequired && !one.isSet));
  const problems = packages.filter(({ problem, service }) => problem ?? service?.problem).length;
  return [
    ...(coming.length > 0 ? coming : [nothing]),
    ...(missing.length > 0 ? [`not set: ${[...new Set(missing.map(({ name }) => name))].join(', ')}`] : []),
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    'nothing was done',
  ].join('; ');
}

function packageWords(packages: readonly PlannedSource[]): string | undefined {
  const downloads = packages.flatMap(({ download }) => download ?? []);
  const count = downloads.reduce((sum, one) => sum + one.packages, 0);
  const sized = downloads.reduce((sum, one) => sum + one.sized, 0);
  if (count === 0) return undefined;
  const sizeBytes = downloads.reduce((sum, one) => sum + one.sizeBytes, 0);
  return `${counted(count, 'package')} to download${sizeWords({ count, sized, sizeBytes })}${sized > 0 ? ' unpacked' : ''}`;
}

/** Those that are not here, each once. */
function imageWords(packages: readonly PlannedSource[]): string | undefined {
  const containers = packages.flatMap(({ service }) => service?.containers ?? []);
  const absent = containers.filter(({ image, imageSize }) => image !== undefined && !imageSize?.isHere);
  const sizes = [...new Map(absent.map(({ image, imageSize }) => [image, imageSize?.sizeBytes])).values()];
  const told = sizes.filter((size) => size !== undefined);
  if (sizes.length === 0) return undefined;
  const sizeBytes = told.reduce((sum, size) => sum + size, 0);
  return `${counted(sizes.length, 'image')} to pull${sizeWords({ count: sizes.length, sized: told.length, sizeBytes })}`;
}

function sizeWords({ count, sized, sizeBytes }: Readonly<Record<'count' | 'sized' | 'sizeBytes', number>>): string {
  return sized > 0 ? `, ${sized < count ? 'at least ' : ''}${readableSize(sizeBytes)}` : '';
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
