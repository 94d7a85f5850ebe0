import type { ErrorCode } from '../error/error-codes';
import { MediaConduitError } from '../error/mediaconduit-error';

/** The body of a reply of 400 and above, or the error line of a stream. */
export interface SaidByService {
  readonly status?: number;
  /** Text, or what its JSON holds. */
  readonly body: unknown;
}

/** The words for faults that all our services use, as {@link serviceFault} reads them. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'invalid-input': 'MC_INPUT_INVALID',
  'input-too-large': 'MC_INPUT_TOO_LARGE',
  'body-too-large': 'MC_INPUT_TOO_LARGE',
  'invalid-options': 'MC_OPTIONS_INVALID',
  'invalid-body': 'MC_OPTIONS_INVALID',
  'unknown-model': 'MC_MODEL_NOT_FOUND',
  'confirmation-needed': 'MC_CONFIRMATION_NEEDED',
  'no-space': 'MC_DISK_FULL',
  'out-of-memory': 'MC_OUT_OF_MEMORY',
  'weights-unavailable': 'MC_WEIGHTS_UNAVAILABLE',
  'weights-invalid': 'MC_WEIGHTS_INVALID',
  busy: 'MC_SERVICE_BUSY',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  MC_INPUT_INVALID: 'give another file, as the service says',
  MC_INPUT_TOO_LARGE: 'send less at once',
  MC_OPTIONS_INVALID: 'correct the option as the service says',
  MC_MODEL_NOT_FOUND: 'choose one of the models that the service lists',
  MC_CONFIRMATION_NEEDED: 'give --yes on the command line, or the option confirm: () => true in a program',
  MC_DISK_FULL: 'free space where the service keeps its files: mediaconduit cache ls',
  MC_OUT_OF_MEMORY: 'choose a smaller model or a smaller input, or give the service more memory',
  MC_WEIGHTS_UNAVAILABLE: 'check the network of the service, or give it a local folder with the weights',
  MC_WEIGHTS_INVALID: 'remove them with mediaconduit cache rm, and let them be downloaded again',
  MC_SERVICE_BUSY: 'try again later',
};

/** The error for a request that a service refused or failed on. */
export function serviceFault(service: string, path: string, { status, body }: SaidByService): MediaConduitError {
  const { said, word, hint, detail } = explanationIn(body);
  const code = (word === undefined ? undefined : CODES[word]) ?? codeOf(status);
  const answered = status === undefined ? `failed on ${path}` : `answered ${status} to ${path}`;
  return new MediaConduitError(code, `The service "${service}" ${answered}${said === '' ? '' : `: ${said}`}`, {
    hint: hint ?? HINTS[code] ?? hintFor(status, service),
    facts: { service, path, status, said, serviceCode: word, detail },
  });
}

function codeOf(status = 500): ErrorCode {
  if (status === 413) return 'MC_INPUT_TOO_LARGE';
  if (status === 429 || status === 503) return 'MC_SERVICE_BUSY';
  if (status === 507) return 'MC_DISK_FULL';
  return status >= 500 ? 'MC_SERVICE_ERROR' : 'MC_SERVICE_REJECTED';
}

function hintFor(status = 500, service: string): string {
  if (status >= 500) return `try again; what the service wrote: mediaconduit services logs ${service}`;
  if (status === 401 || status === 403) return 'give the service the credentials that it wants';
  if (status === 404 || status === 405)
    return 'check that the provider and the service are of versions that fit together';
  return 'correct the input or the options as the service says';
}

interface Explanation {
  readonly said: string;
  readonly word?: string;
  readonly hint?: string;
  /** What the service adds to `error` for people who look closer. */
  readonly detail?: string;
}

/** `{error, code, hint}`, `{error: {message, code}}`, `{detail}` and `{message}` are what services answer; else the first 300 characters. */
function explanationIn(body: unknown): Explanation {
  const value = typeof body === 'string' ? parsed(body) : body;
  if (typeof value !== 'object' || value === null)
    return { said: typeof body === 'string' ? body.slice(0, 300).trim() : '' };
  const { error, detail, message, code, hint } = value as Record<string, unknown>;
  const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : { message: error };
  const text = textIn(inner['message'], detail, message);
  return {
    said: text?.slice(0, 500) ?? (typeof body === 'string' ? body.slice(0, 300).trim() : ''),
    word: textIn(inner['code'], code),
    hint: textIn(inner['hint'], hint)?.slice(0, 500),
    detail: error === undefined ? undefined : textIn(detail)?.slice(0, 500),
  };
}

function textIn(...candidates: readonly unknown[]): string | undefined {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: shown as it is
  }
}
