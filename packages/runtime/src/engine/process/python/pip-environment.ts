import { processEnvironment } from '../process-environment';

/** What pip and Python read of the environment of the user beside what every program gets. */
const READ_BY_PIP = /^(PIP_.+|XDG_CONFIG_(HOME|DIRS)|NETRC|LD_LIBRARY_PATH)$/i;

/** Settings that would put the packages elsewhere, add some that are not in the lock, or hide what we read. */
const OURS_TO_DECIDE =
  /^PIP_(TARGET|PREFIX|ROOT|USER|REQUIREMENT|CONSTRAINT|EDITABLE|NO_BINARY|QUIET|VERBOSE|NO_INPUT|DRY_RUN|PYTHON)$/i;

/**
 * Variables for pip: what every program gets, the package index, proxies and certificates of the user, and nothing
 * that would install anything but the lock into the environment.
 */
export function pipEnvironment(ours: NodeJS.ProcessEnv): Record<string, string> {
  const read = Object.entries(ours).filter(([name]) => READ_BY_PIP.test(name) && !OURS_TO_DECIDE.test(name));
  return processEnvironment(ours, Object.fromEntries(read), {
    PIP_USER: '0',
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
  });
}
