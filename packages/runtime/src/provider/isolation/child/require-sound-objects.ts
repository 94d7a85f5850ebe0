import { MediaConduitError } from '@mediaconduit/sdk';

/**
 * Ends the process when its provider has given every object a `then()`: no promise answers what it should any more.
 * @throws `MC_PROVIDER_CRASHED`, for the call that learns of it first.
 */
export function requireSoundObjects(): void {
  if (typeof (Object.prototype as { then?: unknown }).then !== 'function') return;
  const error = new MediaConduitError(
    'MC_PROVIDER_CRASHED',
    'The provider has set Object.prototype.then, so that no promise of its process can be relied on.',
    { hint: 'a fault of the provider, or of a package that it uses; the next call starts its process again' },
  );
  setImmediate(() => {
    throw error;
  });
  throw error;
}
