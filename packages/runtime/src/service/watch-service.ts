import type { ServiceStats } from '@mediaconduit/sdk';
import { LivenessMonitor } from '../supervisor/liveness-monitor';
import { createServiceUnit } from '../supervisor/service-unit';
import { DEFAULT_LIVENESS } from '../supervisor/stack-member';
import { StallWatch } from '../supervisor/stall-watch';
import type { UnitHealth } from '../supervisor/unit';
import { within } from '../supervisor/within';
import type { ServiceController } from './service-controller';

/** Below this share of a processor, in percent, a service that does not answer its checks is not at work on its calls. */
const BUSY_PERCENT = 10;

const STATS_TIMEOUT_MS = 5000;

const UNUSED: UnitHealth = { verdict: 'unknown', reason: 'nobody uses it' };

/**
 * Looks after a service that is ready, as long as it is used: one that hangs is ended, which its callers are told. A
 * service that works for a caller and has no time for checks meanwhile is left alone.
 */
export function watchService(controller: ServiceController): Disposable {
  const { clock } = controller.parts;
  const settings = { ...DEFAULT_LIVENESS, ...controller.definition.liveness };
  const unit = createServiceUnit(controller);
  const isUsed = (): boolean => controller.inFlight > 0 || controller.use.isRecent;
  let monitor: LivenessMonitor | undefined;
  let disposed = false;
  const watch = (): void => {
    monitor = new LivenessMonitor({
      ...{ clock, random: Math.random, stalls: new StallWatch(clock, () => undefined) },
      unit: { check: async (signal) => (isUsed() ? unit.check(signal) : UNUSED) },
      settings: () => settings,
      onHealth: () => undefined,
      onHung: (reason) => void judge(reason).catch(() => undefined), // an end that failed is told as an event
    });
    monitor.start();
  };
  const judge = async (reason: string): Promise<void> => {
    const isBusy = controller.inFlight > 0 && (await isWorking(controller));
    if (disposed) return;
    if (isBusy) watch();
    else await controller.endHung(reason);
  };
  watch();
  return {
    [Symbol.dispose]: () => {
      disposed = true;
      monitor?.stop();
    },
  };
}

/** Where nothing can be measured, too: the deadline of each call ends what hangs. */
async function isWorking(controller: ServiceController): Promise<boolean> {
  const measure = (): Promise<ServiceStats | undefined> => controller.stats();
  const stats = await within(controller.parts.clock, STATS_TIMEOUT_MS, measure, 'the measuring').catch(() => undefined);
  return !stats || stats.cpuPercent >= BUSY_PERCENT;
}
