import type { ServiceStatus } from '@mediaconduit/runtime/supervision';
import type { Span } from '../styled-line';
import { describeTime } from '../describe-time';
import { describeSpan } from './describe-span';
import { addressOf, describeReason, isUnderWay, styleOfState } from './service-words';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Columns of the longest state. */
const STATE_WIDTH = 8;
const TIME_WIDTH = 10;

/** What is known of a service that is being started. */
export interface StartRow {
  readonly name: string;
  readonly status?: ServiceStatus;
  /** What its engine does now. */
  readonly message?: string;
  /** Since it was asked to start until it was ready, or until now, in ms. */
  readonly took?: number;
}

/** How a line is laid out; `frame` counts up while the line is live. */
export interface StartLayout {
  readonly nameWidth: number;
  readonly frame?: number;
}

/** `⠹ redis     starting   3 s        pulling redis:7`. */
export function startLine({ message, name, status, took }: StartRow, { frame, nameWidth }: StartLayout): Span[] {
  const state = status?.state ?? 'creating';
  const style = styleOfState(state);
  const live = frame !== undefined && isUnderWay(state);
  const time = took === undefined ? '' : live ? describeSpan(took) : describeTime(took);
  const about = message ?? aboutStatus(status);
  const rest = about === '' ? time : `${time.padEnd(TIME_WIDTH)} ${about}`;
  const sign = live && state !== 'backoff' ? (FRAMES[frame % FRAMES.length] ?? '') : signOf(state);
  return [
    { text: `${sign} `, style },
    { text: `${name.padEnd(nameWidth)}  ` },
    { text: rest === '' ? state : state.padEnd(STATE_WIDTH), style },
    { text: rest === '' ? '' : `  ${rest}` },
  ];
}

function signOf(state: ServiceStatus['state']): string {
  if (state === 'ready') return '✓';
  if (state === 'failed') return '✗';
  if (state === 'absent') return '-';
  return isUnderWay(state) && state !== 'backoff' ? '…' : '!';
}

function aboutStatus(status: ServiceStatus | undefined): string {
  if (!status) return '';
  const { dependsOn, state } = status;
  const waits = state === 'absent' && dependsOn.length > 0 ? `needs ${dependsOn.join(', ')}` : '';
  return describeReason(status) ?? (addressOf(status) || waits);
}
