/** What all errors of a code have in common. */
export interface ErrorCodeEntry {
  /** Process exit code of the command line: 1 failure, 2 usage, 3 not found, 4 validation, 5 unavailable, 6 timeout, 7 auth, 8 conflict, 130 aborted. */
  readonly exitCode: number;
  /** HTTP status of the gateway. */
  readonly httpStatus: number;
  /** True when the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  /** One sentence for docs/errors.md. */
  readonly summary: string;
}

const entry = (exitCode: number, httpStatus: number, summary: string, retryable = false): ErrorCodeEntry => ({
  exitCode,
  httpStatus,
  retryable,
  summary,
});

/** Declarations of what it gives hold the names of the codes alone. */
const entries = <C extends `MC_${string}`>(codes: Record<C, ErrorCodeEntry>): Readonly<Record<C, ErrorCodeEntry>> =>
  codes;

/** Every error code, as in docs/errors.md. Codes are never renamed once released. */
export const ERROR_CODES = entries({
  MC_USAGE: entry(2, 400, 'The command or the call was used in a way that has no meaning.'),
  MC_IDENTIFIER_INVALID: entry(2, 400, 'The text does not name a provider, a service or a source.'),
  MC_CONFIRMATION_NEEDED: entry(2, 409, 'A large download needs a yes that nobody gave.'),
  MC_OUTPUT_IS_TERMINAL: entry(2, 400, 'Binary output was about to be written to a terminal.'),

  MC_PROVIDER_NOT_FOUND: entry(3, 404, 'No installed provider has this id, and no source offers it.'),
  MC_MODEL_NOT_FOUND: entry(3, 404, 'The provider has no model of this id.'),
  MC_SERVICE_NOT_FOUND: entry(3, 404, 'No service definition was found under this name.'),
  MC_SOURCE_UNSUPPORTED: entry(
    3,
    501,
    'The identifier is well formed, but this version cannot fetch from that kind of source.',
  ),

  MC_SOURCE_NOT_FOUND: entry(
    3,
    404,
    'The source has no such package, repository, version or ref, or shows it to nobody.',
  ),
  MC_NOT_LOCKED: entry(3, 403, 'It is not in the lock file of the project, and may not be added to it now.'),
  MC_RELEASE_TOO_YOUNG: entry(3, 403, 'Every version that fits is younger than the minimum release age.'),
  MC_LOCK_CONFLICT: entry(8, 409, 'The lock file of the project names something else under the same identifier.'),
  MC_FETCH_FAILED: entry(5, 502, 'A source could not be reached, or broke off.', true),
  MC_FETCH_TIMEOUT: entry(6, 504, 'A source did not answer, or not fast enough, before the deadline.', true),
  MC_INTEGRITY: entry(4, 502, 'What was fetched or stored is not what its hash says.'),
  MC_ARCHIVE_UNSAFE: entry(
    4,
    422,
    'A package or repository holds what may not be written to a disk, or too much of it.',
  ),
  MC_BUNDLE_INVALID: entry(4, 422, 'A bundle is damaged, cut off, or not one that this version reads.'),
  MC_PLATFORM_MISMATCH: entry(4, 422, 'What was made for one kind of machine was to be used on another one.'),
  MC_DEPENDENCY_SOURCE: entry(4, 422, 'A package depends on something that no registry gives: git, a URL or a folder.'),
  MC_NO_SPACE: entry(1, 507, 'There is no space left where packages and repositories are kept.'),
  MC_PROGRAM_MISSING: entry(5, 503, 'A program that is needed is not installed on this machine.'),

  MC_INPUT_INVALID: entry(4, 422, 'The input is empty, of the wrong kind or unreadable.'),
  MC_INPUT_TOO_LARGE: entry(4, 413, 'The input is larger than the model or the service takes.'),
  MC_OPTIONS_INVALID: entry(4, 422, 'An option is unknown, of the wrong type or out of range.'),
  MC_FILE_NOT_FOUND: entry(4, 404, 'A file that was named does not exist or cannot be read.'),
  MC_FILE_WRITE_FAILED: entry(4, 500, 'A file could not be written.'),
  MC_FOLDER_NOT_EMPTY: entry(8, 409, 'What was to be made has no place: something is there already.'),
  MC_NAME_TAKEN: entry(8, 409, 'The registry has a package of this name already.'),
  MC_MANIFEST_INVALID: entry(4, 422, 'A manifest is malformed or breaks its schema.'),
  MC_MIGRATION_INPUT_INVALID: entry(
    4,
    422,
    'A folder holds nothing that can be migrated, more than one provider, or a file that cannot be read.',
  ),
  MC_MIGRATION_UNSAVED: entry(
    8,
    409,
    'What a migration would change is not committed, so nothing could bring it back.',
  ),
  MC_README_INVALID: entry(4, 422, 'A README has no place, or no clear one, for the section that is written into it.'),
  MC_README_OUTDATED: entry(1, 409, 'The section of a README is not what the provider would have written there now.'),
  MC_COMPOSE_INVALID: entry(4, 422, 'A compose file is malformed.'),
  MC_SERVICE_POLICY: entry(4, 422, 'A service definition asks for something that is not allowed.'),
  MC_CONTRACT_MISMATCH: entry(
    4,
    422,
    'The provider was written for another contract number, or for a newer MediaConduit.',
  ),
  MC_PACKAGE_MISMATCH: entry(4, 422, 'The installed version of a package is outside the range that was asked for.'),
  MC_PROVIDER_INVALID: entry(4, 422, 'The package holds no usable provider class.'),
  MC_PROVIDER_CONFLICT: entry(8, 409, 'Two providers claim the same id.'),
  MC_PROVIDER_UNAVAILABLE: entry(5, 503, 'Providers offer what was asked for, but none of them can be used now.'),
  MC_REFRESH_FAILED: entry(1, 500, 'The new version of a provider could not be used; the one before goes on.'),
  MC_STACK_INVALID: entry(4, 422, 'The stack file is malformed, or names something that is not there.'),
  MC_DEPENDENCY_CYCLE: entry(4, 422, 'Services or components depend on each other in a circle.'),
  MC_STACK_CONFLICT: entry(8, 409, 'The stack of another file runs under the same name.'),
  MC_CONFIG_CONFLICT: entry(8, 412, 'The configuration was changed by somebody else meanwhile.'),
  MC_CONFIG_INVALID: entry(4, 422, 'A configuration value has the wrong type or is out of range.'),
  MC_CONFIG_MISSING: entry(7, 401, 'A key or setting that the provider needs is not set.'),

  MC_ENGINE_UNAVAILABLE: entry(5, 503, 'No engine on this machine can run the service, or measure it.'),
  MC_ENGINE_FAILED: entry(5, 502, 'The engine refused or broke off a request.', true),
  MC_IMAGE_BUILD_FAILED: entry(5, 502, 'The image of a service could not be built.'),
  MC_IMAGE_NOT_FOUND: entry(5, 502, 'The image of a service is neither on this machine nor in a registry.'),
  MC_SERVICE_START_FAILED: entry(5, 503, 'The service ended, or reported failure, before it was ready.'),
  MC_SERVICE_START_TIMEOUT: entry(6, 504, 'The service was not ready before its start deadline.', true),
  MC_SERVICE_NOT_STARTED: entry(5, 503, 'The address or the figures of a service were asked before it was started.'),
  MC_STACK_START_FAILED: entry(5, 503, 'A critical part of a stack could not be started, so the start was undone.'),
  MC_DEPENDENCY_FAILED: entry(5, 503, 'Something that this needs could not be started.'),
  MC_RESTART_BUDGET: entry(5, 503, 'A service ended so often that it is not started again by itself.'),
  MC_SERVICE_HUNG: entry(5, 503, 'A service ran, but did not answer its checks any more.', true),
  MC_CIRCUIT_OPEN: entry(5, 503, 'A service failed so often lately that it is spared for a while.', true),
  MC_SUPERVISOR_UNREACHABLE: entry(5, 503, 'The supervisor of this home does not answer.', true),
  MC_HOME_LOCKED: entry(8, 409, 'Another supervisor holds this home.'),
  MC_PACKAGE_MISSING: entry(5, 503, 'An optional package that a component needs is not installed.'),
  MC_SERVICE_GONE: entry(5, 502, 'The service ended or closed the connection during a call.', true),
  MC_SERVICE_BUSY: entry(5, 503, 'The service cannot take more work now.', true),
  MC_SERVICE_REJECTED: entry(4, 422, 'The service refused the request (4xx).'),
  MC_SERVICE_ERROR: entry(1, 502, 'The service failed while working on the request (5xx).', true),
  MC_SERVICE_REPLY_INVALID: entry(1, 502, 'The service answered something that is not what its contract says.'),

  MC_WEIGHTS_UNAVAILABLE: entry(5, 502, 'The weights of a model could not be downloaded.', true),
  MC_WEIGHTS_INVALID: entry(5, 502, 'The weights of a model are damaged, or not the ones that were published.'),
  MC_DISK_FULL: entry(1, 507, 'There is no space left for weights, scratch files or results.'),
  MC_OUT_OF_MEMORY: entry(1, 507, 'The work needed more memory than the service may use.'),

  MC_CACHE_ENTRY_NOT_FOUND: entry(3, 404, 'No cache holds anything of this name.'),
  MC_CACHE_IN_USE: entry(8, 409, 'What was to be removed from a cache is used by a running service.'),

  MC_VOLUME_IN_USE: entry(8, 409, 'A named volume was to be removed or replaced while a service has it.'),
  MC_STATE_INVALID: entry(
    4,
    422,
    'A file with the state of a stack is damaged, or holds what this version does not read.',
  ),

  MC_CALL_TIMEOUT: entry(6, 504, 'The call did not end before its deadline.', true),
  MC_CALL_ABORTED: entry(130, 499, 'The caller cancelled the call.'),
  MC_REMOTE_AUTH: entry(7, 401, 'The remote API refused the credentials.'),
  MC_REMOTE_ERROR: entry(1, 502, 'The remote API answered with an error or not at all.', true),

  MC_MEDIA_NOT_IN_MEMORY: entry(
    1,
    500,
    'The bytes of a media value that lives in a file, URL or stream were asked synchronously.',
  ),
  MC_MEDIA_CONSUMED: entry(1, 500, 'A media value made from a stream was read a second time.'),
  MC_MEDIA_FETCH_FAILED: entry(1, 502, 'The URL behind a media value could not be read.', true),
  MC_MEDIA_CAST: entry(1, 422, 'A media value was asked to be of another kind than it is.'),

  MC_EXCHANGE_UNEXPECTED: entry(4, 501, 'A fake or recorded service was asked for what it has no answer to.'),
  MC_EXCHANGE_UNUSED: entry(4, 500, 'A recording holds answers that nobody asked for.'),

  MC_RUNTIME_MISSING: entry(1, 500, 'A local provider was created where no runtime is loaded.'),
  MC_RUNTIME_CLOSED: entry(1, 503, 'The runtime was used after close().'),
  MC_PROVIDER_LOAD_FAILED: entry(1, 500, "The provider's code failed while it was loaded or constructed."),
  MC_PROVIDER_FAILED: entry(1, 502, 'The code of a provider failed, or never came to an end, during a call.'),
  MC_PROVIDER_CRASHED: entry(5, 502, 'The process of an isolated provider ended, or was ended, during a call.', true),
  MC_HOME_UNUSABLE: entry(1, 500, 'The state folder cannot be created, or other users may write to it.'),
  MC_INTERNAL: entry(1, 500, 'A fault of MediaConduit itself.'),
});

/** One key of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
