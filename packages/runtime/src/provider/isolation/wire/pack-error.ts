import { ERROR_CODES, isMediaConduitError, MediaConduitError, type ErrorCode } from '@mediaconduit/sdk';
import { plainCopy } from './plain-copy';

const DEEPEST_CAUSE = 5;
const LONGEST_TEXT = 65_536;

/** An error, or whatever was thrown, as plain data. */
export type PackedError =
  | { readonly thrown: unknown }
  | {
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
      /** What a `MediaConduitError` has besides. */
      readonly typed?: {
        readonly code: string;
        readonly hint?: string;
        readonly facts: unknown;
        readonly retryable: boolean;
      };
      /** Own fields of any other error: `code`, `status` … */
      readonly own?: unknown;
      readonly cause?: PackedError;
    };

/** Classes that callers compare errors with. */
const CLASSES: Readonly<Record<string, ErrorConstructor>> = {
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  URIError,
  EvalError,
};

/** What signals give as their reason: the SDK looks for the class. */
const DEADLINE_AND_ABORT: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

/** Of errors that point at each other, five are kept. Whatever was thrown, this throws nothing. */
export function packError(thrown: unknown, depth = 0): PackedError {
  try {
    return isErrorLike(thrown) ? packed(thrown, depth) : { thrown: plainCopy(thrown) };
  } catch {
    return { name: 'Error', message: 'what was thrown cannot be read' };
  }
}

function packed(thrown: Error, depth: number): PackedError {
  const { name, message, stack, cause } = thrown;
  const isTyped = isMediaConduitError(thrown);
  return {
    name: text(name),
    message: text(message),
    stack: stack === undefined ? undefined : text(stack),
    typed: isTyped
      ? {
          code: text(thrown.code),
          hint: thrown.hint,
          facts: plainCopy(thrown.facts),
          retryable: thrown.retryable === true,
        }
      : undefined,
    own: isTyped ? undefined : plainCopy(fieldsAlone(thrown)),
    cause: cause === undefined || depth >= DEEPEST_CAUSE ? undefined : packError(cause, depth + 1),
  };
}

/** Without the class, by which an error would become its message. */
function fieldsAlone(error: Error): object {
  return Object.create(null, Object.getOwnPropertyDescriptors(error)) as object;
}

/** Also one of another realm, such as those of signals under test. */
function isErrorLike(thrown: unknown): thrown is Error {
  if (thrown instanceof Error) return true;
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'name' in thrown && 'stack' in thrown;
}

/** The error again, with the stack of the process that it happened in. A code that is not known here is not trusted. */
export function unpackError(packed: unknown): unknown {
  const found = fieldsOf(packed);
  if ('thrown' in found) return found['thrown'];
  const cause = found['cause'] === undefined ? undefined : unpackError(found['cause']);
  const error = create(found, cause);
  const stack = found['stack'];
  if (typeof stack === 'string')
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
  return error;
}

function create(found: Readonly<Record<string, unknown>>, cause: unknown): Error {
  const message = text(found['message']);
  const { code, hint, facts, retryable } = fieldsOf(found['typed']);
  if (isErrorCode(code)) {
    const details = { hint: typeof hint === 'string' ? hint : undefined, facts: fieldsOf(facts), cause };
    return new MediaConduitError(code, message, { ...details, retryable: retryable === true });
  }
  const name = text(found['name']);
  if (DEADLINE_AND_ABORT.has(name) && cause === undefined) return new DOMException(message, name);
  const error = new (CLASSES[name] ?? Error)(message, cause === undefined ? undefined : { cause });
  const own = code === undefined ? fieldsOf(found['own']) : { code: text(code), hint, facts, retryable };
  for (const [field, value] of Object.entries({ ...own, name })) define(error, field, value);
  return error;
}

/** Not by assigning: a field may be called `__proto__`. */
function define(error: Error, field: string, value: unknown): void {
  const enumerable = field !== 'name';
  Object.defineProperty(error, field, { value, enumerable, writable: true, configurable: true });
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return (typeof value === 'string' ? value : String(value)).slice(0, LONGEST_TEXT);
}
