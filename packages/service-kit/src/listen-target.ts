import type { ListenOptions } from 'node:net';
import { ServiceStartError } from './service-start-error';

/** Where a service listens: an inherited, already bound socket, or an address. */
export type ListenTarget = Pick<ListenOptions, 'host' | 'port'> & { readonly fd?: number };

/**
 * Reads `MEDIACONDUIT_LISTEN_FD` (an inherited socket, wins), else `PORT` (default 8080, 0 = any free one) and `HOST`
 * (default 127.0.0.1).
 * @throws {@link ServiceStartError} when a value is not a number in range.
 */
export function listenTarget(environment: NodeJS.ProcessEnv): ListenTarget {
  const fd = environment['MEDIACONDUIT_LISTEN_FD'];
  if (fd) return { fd: integer('MEDIACONDUIT_LISTEN_FD', fd, 3, 1_048_576) };
  return {
    host: environment['HOST'] || '127.0.0.1',
    port: integer('PORT', environment['PORT'] || '8080', 0, 65_535),
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new ServiceStartError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
}
