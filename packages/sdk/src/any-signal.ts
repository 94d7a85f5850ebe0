/** What a signal follows lives as long as the signal itself. */
const followed = new WeakMap<AbortSignal, readonly AbortSignal[]>();

/**
 * As `AbortSignal.any`, which on Node.js 20 forgets an `AbortSignal.timeout()` that nobody else holds
 * (nodejs/node#54614).
 */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  // eslint-disable-next-line no-restricted-syntax -- here it is mended
  const signal = AbortSignal.any([...signals]);
  followed.set(signal, signals);
  return signal;
}
