import { isMediaConduitError, MediaConduitError, messageOf, type ErrorCode } from '@mediaconduit/sdk';
import { createRedactor } from '../../../config/redactor';
import type { NpmSettings } from './npm-settings';
import { codeOf } from './code-of';

/** What an error of npm's libraries means to our callers. */
interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable?: boolean;
}

const NOT_FOUND: Meaning = {
  code: 'MC_SOURCE_NOT_FOUND',
  hint: 'check the name and the version, and the registry in your .npmrc: a private package needs its scope and a token there',
};
const REFUSED: Meaning = { code: 'MC_REMOTE_AUTH', hint: 'log in: npm login --registry <the registry of your .npmrc>' };
const SLOW: Meaning = {
  code: 'MC_FETCH_TIMEOUT',
  hint: 'try again later, or check the registry and the proxy in your .npmrc',
};
const FULL: Meaning = { code: 'MC_NO_SPACE', hint: 'free some space on that disk, and try again' };
const UNWRITABLE: Meaning = {
  code: 'MC_FILE_WRITE_FAILED',
  hint: "check who may write to the state folder and to npm's cache",
};
const NOT_OF_REGISTRY: Meaning = {
  code: 'MC_DEPENDENCY_SOURCE',
  hint: 'ask its author to publish these dependencies; git, URL, file and workspace dependencies are not installed',
};
const UNREACHABLE: Meaning = {
  code: 'MC_FETCH_FAILED',
  hint: 'check the network, and the registry and the proxy in your .npmrc',
};
const UNUSABLE: Meaning = { code: 'MC_FETCH_FAILED', hint: 'tell the author of the package', retryable: false };

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ...{ E404: NOT_FOUND, ETARGET: NOT_FOUND, ENOVERSIONS: NOT_FOUND, E410: NOT_FOUND, E451: NOT_FOUND },
  ...{ E401: REFUSED, E403: REFUSED, EOTP: REFUSED, ENEEDAUTH: REFUSED },
  EINTEGRITY: {
    code: 'MC_INTEGRITY',
    hint: 'somebody changed it at the registry or on the way; do not use it before you know why',
  },
  ...{ EIDLETIMEOUT: SLOW, ETIMEDOUT: SLOW, ERESPONSETIMEOUT: SLOW, ETRANSFERTIMEOUT: SLOW, ECONNECTIONTIMEOUT: SLOW },
  ...{ ENOSPC: FULL, EDQUOT: FULL, EACCES: UNWRITABLE, EPERM: UNWRITABLE, EROFS: UNWRITABLE },
  ...{ EALLOWGIT: NOT_OF_REGISTRY, EALLOWREMOTE: NOT_OF_REGISTRY, EALLOWFILE: NOT_OF_REGISTRY },
  ...{ EALLOWDIRECTORY: NOT_OF_REGISTRY, EUNSUPPORTEDPROTOCOL: NOT_OF_REGISTRY },
  ENOTCACHED: {
    code: 'MC_FETCH_FAILED',
    hint: 'npm is told to be offline (offline=true in an .npmrc), and its cache lacks this',
  },
  ...{ EBADPLATFORM: UNUSABLE, EINVALIDTAGNAME: UNUSABLE, EINVALIDPACKAGENAME: UNUSABLE, ERESOLVE: UNUSABLE },
};

/** Any error of npm's libraries or the disk as one of ours, without what is secret. */
export function toFetchError(error: unknown, settings: Pick<NpmSettings, 'secrets'>): MediaConduitError {
  const redact = createRedactor(() => settings.secrets);
  if (isMediaConduitError(error)) {
    const { code, hint, facts, retryable } = error;
    return new MediaConduitError(code, redact(error.message), { hint, facts: redact(facts), retryable });
  }
  const details = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  const npmCode = codeOf(error);
  const { code, hint, retryable } = MEANINGS[npmCode ?? ''] ?? UNREACHABLE;
  const text = redact(messageOf(error).slice(0, 1000)).replace(/\/\/[^/\s@]*@/g, '//');
  const what = details['package'] ?? details['pkgid'];
  return new MediaConduitError(code, typeof what === 'string' ? `${redact(what)}: ${text}` : text, {
    hint,
    retryable,
    facts: { npmCode },
  });
}
