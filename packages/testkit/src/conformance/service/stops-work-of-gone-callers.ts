import type { Rule } from '../rule/rule';
import { notApplicable, notRun, verdictOf } from '../rule/verdict';
import { send } from './send';
import type { StartedService } from './service-bench';
import type { ServiceSubject } from './service-subject';
import { toSendOptions } from './to-send-options';

const WORKING_PERCENT = 20;
const IDLE_PERCENT = 10;
const LOOKS = 20;

/** MC-S27 */
export const stopsWorkOfGoneCallers: Rule<ServiceSubject> = {
  id: 'MC-S27',
  title: 'stops the work of callers that are gone',
  level: 'gold',
  checks:
    'A request that conformance.json marks as `long` keeps the service busy; when its caller goes, the service gets idle, and still answers.',
  why: 'Cancelled work that goes on keeps a processor, or a paid GPU, from everybody else.',
  mend: 'Listen for the end of the connection, and end the program, the query or the loop that works for it.',
  async check({ bench, facts, requests }) {
    const long = requests.find((one) => one.long);
    if (!long) return notApplicable('conformance.json marks no request as long');
    const running = await bench.running();
    if ('outcome' in running) return running;
    if ((await running.engine.stats?.(running.id)) === undefined)
      return notRun('nobody can measure here what a process uses', 'run the suite on Linux');
    const controller = new AbortController();
    const options = { ...(await toSendOptions(long, facts.packageFolder)), signal: controller.signal };
    const sent = send(`${running.url}${long.path}`, options);
    const isBusy = await until(running, (percent) => percent >= WORKING_PERCENT);
    controller.abort();
    const { status, text } = await sent;
    if (!isBusy) return verdictOf([`${long.path} does not keep it busy: ${status} ${text.slice(0, 200)}`]);
    const isIdle = await until(running, (percent) => percent < IDLE_PERCENT);
    return verdictOf([isIdle ? undefined : 'It works on, although nobody waits for it.', await running.lastingHarm()]);
  },
};

/** Each look takes up to a second: so long the engine measures. */
async function until({ engine, id }: StartedService, isSo: (percent: number) => boolean): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    const stats = await engine.stats?.(id);
    if (stats && isSo(stats.cpuPercent)) return true;
  }
  return false;
}
