import { MediaConduitError } from '@mediaconduit/sdk';

/**
 * The address of a service that somebody else runs, as it was given.
 * @throws `MC_CONFIG_INVALID`; the address is not repeated: it may hold a password.
 */
export function requireUrl(service: string, url: unknown): string {
  if (typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new MediaConduitError('MC_CONFIG_INVALID', `The address of "${service}" is no http(s) URL.`, {
    hint: 'use http://host:port or https://host',
    facts: { service },
  });
}
