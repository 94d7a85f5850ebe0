import type { Progress } from '@mediaconduit/sdk';
import { cutToWidth, widthOf } from './cut-to-width';
import { describeTime } from './describe-time';
import { readableSize } from './readable-size';

/** How long something has been going on, and since what amount. */
export interface ProgressSpan {
  readonly elapsedMs: number;
  /** `completed` at its begin. */
  readonly from: number;
}

/** Milliseconds in one unit of time. */
const TIME_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, seconds: 1000 };

/** Before it, a speed says nothing, in ms. */
const RATE_AFTER_MS = 1000;
/** The message keeps so many columns at least. */
const SHORTEST_MESSAGE = 12;

/** `Downloading large-v3 · 43 % · 12.3 MB/s · 1.3 GB of 3.1 GB · 2 min 20 s left`, in at most `width` columns. */
export function describeProgress(progress: Progress, span: ProgressSpan, width: number): string {
  const message = progress.message || progress.phase;
  const details = detailsOf(progress, span)
    .map((detail) => ` · ${detail}`)
    .join('');
  const room = Math.max(SHORTEST_MESSAGE, width - widthOf(details));
  return cutToWidth(cutToWidth(message, room) + details, width);
}

function detailsOf(progress: Progress, span: ProgressSpan): string[] {
  const { completed, total } = progress;
  if (completed === undefined) return span.elapsedMs < RATE_AFTER_MS ? [] : [describeTime(span.elapsedMs)];
  const known = total !== undefined && total > 0;
  const percent = known ? [`${Math.floor((100 * Math.min(completed, total)) / total)} %`] : [];
  const perSecond = ((completed - span.from) * 1000) / span.elapsedMs;
  const rate = span.elapsedMs >= RATE_AFTER_MS && perSecond > 0 ? perSecond : undefined;
  return [
    ...percent,
    ...(rate === undefined ? [] : [describeRate(rate, progress)]),
    known ? describePart(completed, total, progress) : describeAmount(completed, progress),
    ...describeRest(progress, rate),
    rate === undefined && span.elapsedMs >= RATE_AFTER_MS ? `${describeTime(span.elapsedMs)} so far` : '',
  ].filter((detail) => detail !== '');
}

function describeRate(perSecond: number, { unit = '' }: Progress): string {
  if (unit === 'bytes') return `${readableSize(perSecond)}/s`;
  const inMs = TIME_UNITS[unit];
  if (inMs !== undefined) return `${((perSecond * inMs) / 1000).toFixed(1)}×`; // faster than it plays
  return unit === '' || unit === 'percent' ? '' : `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} ${unit}/s`;
}

function describePart(completed: number, total: number, progress: Progress): string {
  const { unit = '' } = progress;
  if (unit === '' || unit === 'percent') return '';
  if (unit === 'bytes' || unit in TIME_UNITS) {
    return `${describeAmount(completed, progress)} of ${describeAmount(total, progress)}`;
  }
  return `${Math.round(completed)} of ${Math.round(total)} ${unit}`;
}

function describeAmount(amount: number, { unit = '' }: Progress): string {
  if (unit === 'bytes') return readableSize(amount);
  const inMs = TIME_UNITS[unit];
  if (inMs === undefined) return `${Math.round(amount)} ${unit}`.trim();
  return amount * inMs < 1000 ? `${((amount * inMs) / 1000).toFixed(1)} s` : describeTime(amount * inMs);
}

function describeRest({ completed = 0, etaMs, total = 0 }: Progress, rate: number | undefined): string[] {
  const leftMs = etaMs ?? (rate === undefined || total <= completed ? undefined : ((total - completed) * 1000) / rate);
  return leftMs === undefined || leftMs < RATE_AFTER_MS ? [] : [`${describeTime(leftMs)} left`];
}
