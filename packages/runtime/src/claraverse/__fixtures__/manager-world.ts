import { createManualClock, type ManualClock } from '@mediaconduit/testkit';
import { CentralServiceManager } from '../central-service-manager';
import type { ClaraService } from '../clara-service';
import type { ManagerOptions } from '../create-manager-parts';

const EVENTS = [
  'service-registered',
  'service-started',
  'all-services-started',
  'service-stopped',
  'all-services-stopped',
  'service-unhealthy',
  'service-error',
  'startup-failed',
  'service-state-changed',
] as const;

/** A manager of objects whose time a test holds in its hands. */
export interface ManagerWorld extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly manager: CentralServiceManager;
  /** What objects of `service()` did: `start a`, `stop a`. */
  readonly log: string[];
  /** An object of the program that notes its calls. */
  service(name: string, more?: ClaraService): ClaraService;
  /** Events by name, oldest first: `service-started a`. */
  readonly told: string[];
  /** Moves time on until the promise settles, at most an hour. */
  run<T>(promise: Promise<T>): Promise<T>;
}

export function managerWorld(options: ManagerOptions = {}): ManagerWorld {
  const clock = createManualClock();
  const manager = new CentralServiceManager({ clock, random: () => 0.5, ...options });
  const told: string[] = [];
  for (const event of EVENTS) {
    manager.on(event, (payload?: object) => {
      const name = payload && 'name' in payload && event !== 'startup-failed' ? ` ${String(payload.name)}` : '';
      told.push(`${event}${name}`);
    });
  }
  const log: string[] = [];
  return {
    ...{ clock, manager, log, told },
    service: (name, more) => ({
      start: () => void log.push(`start ${name}`),
      stop: () => void log.push(`stop ${name}`),
      ...more,
    }),
    async run(promise) {
      let over = false;
      const settled = promise.finally(() => (over = true));
      settled.catch(() => undefined);
      for (let ms = 0; !over && ms < 600_000; ms += 100) await clock.advance(100);
      if (!over) throw new Error('it does not settle');
      return settled;
    },
    async [Symbol.asyncDispose]() {
      await this.run(manager.close());
    },
  };
}
