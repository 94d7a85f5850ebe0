import { MediaConduitError } from '@mediaconduit/sdk';
import type { NetworkMeter } from './network-meter';

/** When a request is given up, and how often it is made again. */
export interface StallLimits {
  readonly stallMs: number;
  readonly retries: number;
}

const SLOWEST_BYTES_PER_MS = 1024 / 1000;
const LOOKS_PER_STALL = 30;

/**
 * Runs what uses the network, and runs it again when nothing comes for too long: not a byte more than 1 KiB per second,
 * and no further answer.
 */
export class StallWatch {
  constructor(
    private readonly meter: NetworkMeter,
    private readonly limits: StallLimits,
  ) {}

  /** @throws `MC_FETCH_TIMEOUT` after the last attempt. */
  async run<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      const stall = new AbortController();
      const timer = this.#watch(stall);
      try {
        return await Promise.race([work(stall.signal), aborted(stall.signal)]);
      } catch (error) {
        if (!stall.signal.aborted) throw error;
        if (attempt >= this.limits.retries) throw this.#timeout(what, attempt + 1);
      } finally {
        clearInterval(timer);
      }
    }
  }

  #watch(stall: AbortController): NodeJS.Timeout {
    const { stallMs } = this.limits;
    let since = performance.now();
    let { bytes, responses } = this.meter;
    return setInterval(() => {
      const now = performance.now();
      const isAlive =
        this.meter.openRequests === 0 ||
        this.meter.responses > responses ||
        this.meter.bytes - bytes >= stallMs * SLOWEST_BYTES_PER_MS;
      if (isAlive) [since, bytes, responses] = [now, this.meter.bytes, this.meter.responses];
      else if (now - since >= stallMs) stall.abort();
    }, stallMs / LOOKS_PER_STALL);
  }

  #timeout(what: string, attempts: number): MediaConduitError {
    const { stallMs } = this.limits;
    return new MediaConduitError(
      'MC_FETCH_TIMEOUT',
      `The registry sent nothing for ${stallMs} ms, ${attempts} times, while ${what} was fetched.`,
      {
        hint: 'try again later, or check the registry and the proxy in your .npmrc',
        facts: { what, attempts, stallMs },
      },
    );
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('stalled', 'AbortError')), { once: true });
  });
}
