import { join } from 'node:path';

/** What a test runner tells its own processes, and no others. */
const OF_RUNNERS = /^(?:NODE_OPTIONS|NODE_V8_COVERAGE|NODE_TEST_CONTEXT|JEST_.*|VITEST.*)$/;

/** The environment for code of a package that makes calls: that of the user, with folders for temporary files of our own. */
export function childEnvironment(own: NodeJS.ProcessEnv, work: string): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !OF_RUNNERS.test(name));
  return { ...Object.fromEntries(kept), ...temporaryFolders(work) };
}

/** The environment for code that is only loaded: nothing of the user. */
export function bareEnvironment({ PATH, SystemRoot }: NodeJS.ProcessEnv, work: string): NodeJS.ProcessEnv {
  return { PATH, SystemRoot, HOME: join(work, 'home'), USERPROFILE: join(work, 'home'), ...temporaryFolders(work) };
}

function temporaryFolders(work: string): NodeJS.ProcessEnv {
  const folder = join(work, 'tmp');
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}
