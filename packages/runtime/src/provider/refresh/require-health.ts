import { isMediaConduitError, MediaConduitError, messageOf, type Clock, type Provider } from '@mediaconduit/sdk';
import { withDeadline } from './with-deadline';

/** How a new version is tried. */
export interface HealthCheck {
  readonly clock: Clock;
  /** For all questions together, in ms. */
  readonly timeoutMs: number;
  /** The version that is in use. */
  readonly old?: Provider;
}

/**
 * Asks a new version whether it can be used. One that says no passes where the old one says no as well: a missing key is
 * not its fault.
 * @throws `MC_REFRESH_FAILED` for a no, an unhealthy state, and no answer before the deadline.
 */
export async function requireHealth(fresh: Provider, { clock, timeoutMs, old }: HealthCheck): Promise<void> {
  const complaint = await withDeadline(clock, complaintOf(fresh), {
    ms: timeoutMs,
    late: `it did not say within ${timeoutMs} ms whether it can be used`,
  });
  if (complaint === undefined) return;
  const isOldNoBetter =
    old && (await withDeadline(clock, complaintOf(old), { ms: timeoutMs, late: 'late' })) !== undefined;
  if (!isOldNoBetter) throw refreshFailed(fresh.id, complaint);
}

async function complaintOf(provider: Provider): Promise<string | undefined> {
  try {
    if (!(await provider.isAvailable())) return 'it says that it is not available';
    const health = await provider.getHealth();
    if (health?.status === 'unhealthy') return `it is unhealthy${health.lastError ? `: ${health.lastError}` : ''}`;
    return undefined;
  } catch (error) {
    return `it failed when it was asked whether it can be used: ${messageOf(error)}`;
  }
}

/** The old version goes on; `cause` is why the new one cannot be used. */
export function refreshFailed(provider: string, reason: string, cause?: unknown): MediaConduitError {
  const hint = isMediaConduitError(cause) ? cause.hint : undefined;
  return new MediaConduitError(
    'MC_REFRESH_FAILED',
    `The new version of provider "${provider}" was not taken: ${reason.replace(/\.$/, '')}. The one before goes on.`,
    {
      hint: hint ?? 'mend the new version and refresh again',
      facts: { provider, reason, ...(isMediaConduitError(cause) && { code: cause.code }) },
      cause,
    },
  );
}
