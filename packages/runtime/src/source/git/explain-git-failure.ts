import { MediaConduitError, messageOf, type ErrorCode } from '@mediaconduit/sdk';
import { escapeControlCharacters } from '../../engine/process/escape-control-characters';
import type { GitTask } from './git-task';

const SHOWN_CHARACTERS = 1000;

interface Explanation {
  readonly code: ErrorCode;
  /** After "github:owner/repository". */
  readonly text: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

const CHECK_NETWORK = 'check the network and the proxy, or name a mirror in MEDIACONDUIT_MIRRORS';
const PRIVATE = 'check the name; for a private repository set MEDIACONDUIT_GIT_CREDENTIALS=helper';

/** What git and curl say, in English because of LC_ALL; the first that fits. */
const EXPLANATIONS: readonly (readonly [RegExp, Explanation])[] = [
  [
    /no space left on device|disk quota exceeded/i,
    { code: 'MC_NO_SPACE', text: 'does not fit on this disk', hint: 'free some space, then try again' },
  ],
  [
    /xcrun: error|spawn git ENOENT/,
    { code: 'MC_PROGRAM_MISSING', text: 'cannot be fetched without git', hint: 'install git' },
  ],
  [
    /fsck error|invalid path '|unable to create|file name too long/i,
    { code: 'MC_ARCHIVE_UNSAFE', text: 'holds what git refuses to write', hint: 'tell the authors of the repository' },
  ],
  [
    /not our ref|couldn't find remote ref|unadvertised object|no such remote ref/i,
    { code: 'MC_SOURCE_NOT_FOUND', text: 'has no such commit', hint: 'name a branch, a tag or a commit that exists' },
  ],
  [
    /could not read username|terminal prompts disabled|authentication failed|error: 40[13]/i,
    { code: 'MC_SOURCE_NOT_FOUND', text: 'does not exist, or is private', hint: PRIVATE },
  ],
  [
    /repository '.*' not found|repository not found|not appear to be a git repository|not valid: is this a git|error: 404/i,
    { code: 'MC_SOURCE_NOT_FOUND', text: 'does not exist', hint: PRIVATE },
  ],
  [
    /certificate (?:verification failed|problem)|certificate verify failed/i,
    {
      code: 'MC_FETCH_FAILED',
      text: 'is on a server whose certificate this machine does not trust',
      hint: 'name the file with the certificates of your company in GIT_SSL_CAINFO',
      retryable: false,
    },
  ],
  [
    /dubious ownership/,
    {
      code: 'MC_FETCH_FAILED',
      text: 'is a mirror of another user',
      hint: 'make its folder your own',
      retryable: false,
    },
  ],
  [
    /transport '.*' not allowed|protocol .* (?:not supported|disabled)/i,
    { code: 'MC_FETCH_FAILED', text: 'is answered by another protocol', hint: 'name its own URL', retryable: false },
  ],
  [
    /dumb http transport/,
    { code: 'MC_FETCH_FAILED', text: 'is on a server without smart HTTP', hint: 'mirror it', retryable: false },
  ],
  [
    /too slow|timed out|timeout was reached/i,
    { code: 'MC_FETCH_TIMEOUT', text: 'came too slowly or not at all', hint: CHECK_NETWORK },
  ],
];

/** Failures that a second try a moment later often does not meet. */
const TRANSIENT = /reset by peer|early EOF|hung up|disconnect|RPC failed|curl (?:18|52|56|92)|error: (?:429|5\d\d)/i;

/** Whether it is worth asking the same server again at once. */
export function isTransient(error: unknown): boolean {
  const { code, facts } = Object(error) as Partial<MediaConduitError>;
  return code === 'MC_FETCH_TIMEOUT' || (code === 'MC_FETCH_FAILED' && TRANSIENT.test(String(facts?.['output'])));
}

/** The typed error for what git has printed. */
export function explainGitFailure({ repository, ...task }: GitTask, error: unknown): MediaConduitError {
  const printed = messageOf(error).trim().slice(-SHOWN_CHARACTERS);
  const output = printed.split('\n').map(escapeControlCharacters).join('\n');
  const found = EXPLANATIONS.find(([pattern]) => pattern.test(printed))?.[1];
  const { code, text, hint, retryable } = found ?? {
    code: 'MC_FETCH_FAILED' as const,
    text: `could not be fetched: ${lastLine(output)}`,
    hint: CHECK_NETWORK,
  };
  const ref = task.kind === 'resolve' ? task.ref : task.commit;
  return new MediaConduitError(code, `${repository} ${text}.`, { hint, retryable, facts: { repository, ref, output } });
}

function lastLine(output: string): string {
  return output.split('\n').at(-1)?.replace(/\.$/, '') || 'git ended without a word';
}
