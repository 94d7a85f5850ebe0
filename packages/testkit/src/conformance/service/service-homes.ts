import { join } from 'node:path';

/** The state folder of each engine that services are run on. */
export type ServiceHomes = Readonly<Record<'process' | 'docker', string>>;

/**
 * What was prepared for a process before, such as an environment of Python, is found in the home of the user's choice.
 * Containers have a home of the suite's own, since all volumes of that home are removed behind them.
 */
export function serviceHomes({ MEDIACONDUIT_HOME: chosen }: NodeJS.ProcessEnv, work: string): ServiceHomes {
  const own = join(work, 'service-home');
  return { process: chosen || own, docker: own };
}
