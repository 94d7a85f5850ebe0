import type { ServiceStatus } from '@mediaconduit/runtime/supervision';
import type { Style } from '../styled-line';
import { describeSpan } from './describe-span';

type StateName = ServiceStatus['state'];

const STYLES: Readonly<Record<StateName, Style>> = {
  absent: 'dim',
  creating: 'cyan',
  starting: 'cyan',
  ready: 'green',
  degraded: 'yellow',
  draining: 'cyan',
  stopping: 'cyan',
  backoff: 'yellow',
  failed: 'red',
  unknown: 'yellow',
};

/** The colour of a state. */
export function styleOfState(state: StateName): Style {
  return STYLES[state];
}

/** Whether the state changes by itself soon. */
export function isUnderWay(state: StateName): boolean {
  return ['creating', 'starting', 'draining', 'stopping', 'backoff'].includes(state);
}

/** Whether the service could not be started: it may be tried again later, or at this moment. */
export function hasFailed({ crash, state }: ServiceStatus): boolean {
  return state === 'failed' || state === 'backoff' || (crash !== undefined && isUnderWay(state));
}

/** Where it answers, `127.0.0.1:6379`; empty when it does not. */
export function addressOf({ baseUrl }: ServiceStatus): string {
  return baseUrl === undefined ? '' : new URL(baseUrl).host;
}

/** Why a service is not simply ready: `next try in 4 s: "redis" ended by itself with exit code 1.` */
export function describeReason(status: ServiceStatus): string | undefined {
  const { crash, nextTryInMs, reason, state } = status;
  if (!['degraded', 'backoff', 'failed', 'unknown'].includes(state)) return reason;
  const detail = crash?.error['detail'];
  const why = reason ?? (typeof detail === 'string' ? detail.split('\n')[0] : undefined);
  const next =
    nextTryInMs === undefined
      ? undefined
      : `next try in ${describeSpan(1000 * Math.max(1, Math.ceil(nextTryInMs / 1000)))}`;
  return [next, why].filter((part) => part !== undefined).join(': ') || undefined;
}
