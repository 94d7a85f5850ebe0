import { join } from 'node:path';
import type { GitTask } from './git-task';

/** What programs need of the machine to reach the network and to write temporary files. */
const PASSED =
  /^(?:PATH|PATHEXT|SYSTEMROOT|WINDIR|TMPDIR|TMP|TEMP|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|GIT_SSL_CAINFO|GIT_SSL_CAPATH)$/i;

/** What helpers with credentials need besides: where they keep them. */
const PASSED_TO_HELPERS =
  /^(?:HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_.*|DBUS_SESSION_BUS_ADDRESS|GH_TOKEN|GITHUB_TOKEN)$/i;

/** The environment of our child process: nothing of the user's but this. */
export function childEnvironment(environment: NodeJS.ProcessEnv, usesCredentials: boolean): NodeJS.ProcessEnv {
  const passed = Object.entries(environment).filter(
    ([name]) => PASSED.test(name) || (usesCredentials && PASSED_TO_HELPERS.test(name)),
  );
  return Object.fromEntries(passed);
}

/** The scratch repository of a task. */
export const repositoryFolder = ({ scratch }: Pick<GitTask, 'scratch'>): string => join(scratch, 'repository');

/**
 * The environment of git: no configuration but that of the scratch repository, no prompt, no other protocol. Its home is
 * an empty folder, unless the user wants their helpers to give credentials: curl would read a `.netrc` there.
 */
export function gitEnvironment(task: GitTask, environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const home = task.usesCredentials ? {} : { HOME: task.scratch, XDG_CONFIG_HOME: task.scratch };
  return {
    ...environment,
    ...home,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: task.protocol,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: repositoryFolder(task),
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    ...(task.kind === 'checkout' ? { GIT_WORK_TREE: task.folder } : {}),
  };
}
