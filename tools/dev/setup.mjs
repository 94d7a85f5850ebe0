import { installDependencies } from './prepare.mjs';
import { endWithSignals } from './run-command.mjs';
import { phase } from './start.mjs';

/** Installs the dependencies of the workspace, for scripts that need them and nothing built. */
export function setup() {
  endWithSignals(() => {});
  return phase('Installing dependencies', installDependencies);
}
