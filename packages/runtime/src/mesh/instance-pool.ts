import { MediaConduitError } from '@mediaconduit/sdk';
import type { HealthStatus } from './health/health-result';

/** One of several objects that do the same work. */
export interface PooledInstance {
  readonly id: string;
  readonly instance: unknown;
  readonly status: HealthStatus;
}

/** From this share of healthy instances on the whole is well, or at least in use. */
const HEALTHY_SHARE = 0.8;
const DEGRADED_SHARE = 0.5;

/** Chooses among the instances of one name, one after the other. */
export class InstancePool {
  #turn = 0;

  /** @param list what there is now, in a stable order */
  constructor(
    private readonly name: string,
    private readonly list: () => readonly PooledInstance[],
  ) {}

  /** All, or those that may be called: healthy ones and ones that work badly. */
  instances({ healthyOnly = false } = {}): readonly PooledInstance[] {
    return this.list().filter(({ status }) => !healthyOnly || status === 'healthy' || status === 'degraded');
  }

  /** The next in turn of those that may be called. @throws `MC_DEPENDENCY_FAILED` when there is none. */
  next(usable: (instance: PooledInstance) => boolean = () => true): PooledInstance {
    const candidates = this.instances({ healthyOnly: true });
    for (let tried = 0; tried < candidates.length; tried++) {
      const candidate = candidates[this.#turn++ % candidates.length];
      if (candidate && usable(candidate)) return candidate;
    }
    throw new MediaConduitError('MC_DEPENDENCY_FAILED', `No instance of "${this.name}" can take a call.`, {
      hint: 'see getStatus() for what its checks and circuits say',
      facts: { name: this.name, instances: this.list().map(({ id, status }) => ({ id, status })) },
      retryable: true,
    });
  }

  /** `healthy` from 80 % healthy instances on, `degraded` from 50 %, else `unhealthy`; `unknown` without any. */
  get status(): HealthStatus {
    const all = this.list();
    if (all.length === 0) return 'unknown';
    const share = all.filter(({ status }) => status === 'healthy').length / all.length;
    if (share >= HEALTHY_SHARE) return 'healthy';
    return share >= DEGRADED_SHARE || all.some(({ status }) => status === 'degraded') ? 'degraded' : 'unhealthy';
  }
}
