import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import path from 'node:path';
import type { Python } from './find-python';

const INSTALL_PYTHON = 'install Python 3 (apt-get install python3 python3-venv, brew install python, or python.org)';

/** There is no Python at all. */
export function noPythonError(serviceId: string, wanted: string | undefined): MediaConduitError {
  const range = wanted === undefined ? '' : ` ${wanted}`;
  return new MediaConduitError('MC_ENGINE_UNAVAILABLE', `${serviceId} needs Python${range}, and there is none here.`, {
    hint: `${INSTALL_PYTHON}, or use --engine docker`,
    facts: { service: serviceId, wanted },
  });
}

/** Every Python is of a version that the service does not run with. */
export function wrongPythonError(serviceId: string, wanted: string, found: readonly Python[]): MediaConduitError {
  const versions = [...new Set(found.map(({ version }) => version))];
  const message = `${serviceId} needs Python ${wanted}, and here is only ${versions.join(', ')}.`;
  return new MediaConduitError('MC_ENGINE_UNAVAILABLE', message, {
    hint: `install a Python ${wanted} and put it on the PATH, or use --engine docker`,
    facts: { service: serviceId, wanted, found: versions },
  });
}

/** Debian and its kin ship Python without what makes environments. */
export function noVenvModuleError(serviceId: string, { command, version }: Python): MediaConduitError {
  const message = `${serviceId} needs an environment for its Python packages, and Python ${version} cannot make one.`;
  return new MediaConduitError('MC_ENGINE_UNAVAILABLE', message, {
    hint: 'apt-get install python3-venv (or the package of your system that holds venv and ensurepip)',
    facts: { service: serviceId, python: command.join(' '), version },
  });
}

/** The lock that the manifest names cannot be read. */
export function lockMissingError(definition: ServiceDefinition, lock: string, cause: unknown): MediaConduitError {
  const { file, folder, id } = definition;
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? String(cause);
  return new MediaConduitError('MC_SERVICE_START_FAILED', `${id} cannot start: ${lock} cannot be read (${reason}).`, {
    hint: `it is named by process.python.lock in ${file}: check that it is there`,
    facts: { service: id, file: path.join(folder, lock), reason },
    cause,
  });
}

/** What failed while an environment was made. */
export interface InstallFailure {
  readonly serviceId: string;
  /** What was run: `pip install` or `python -m venv`. */
  readonly step: string;
  readonly exitCode: number | undefined;
  /** What the disk of the home still has. */
  readonly freeBytes: number;
  /** The last lines of its output. */
  readonly logs: readonly string[];
}

interface Cause {
  readonly reason: string;
  readonly signs: RegExp;
  readonly what: string;
  readonly hint: string;
}

/** With less, Python's own tools fail without saying why. */
const TOO_LITTLE_BYTES = 4 * 1024 ** 2;

/** In the order in which they hide each other: without a network pip also says that there is no such version. */
const CAUSES: readonly Cause[] = [
  {
    reason: 'no-space',
    signs: /No space left on device|\[Errno 28\]|Disk quota exceeded/i,
    what: 'the disk is full',
    hint: 'make space where the state folder and the temporary folder are; mediaconduit cache ls shows what takes it',
  },
  {
    reason: 'hash-mismatch',
    signs: /DO NOT MATCH THE HASHES|Expected sha256/i,
    what: 'a package is not the one that the lock names',
    hint: 'the package index or a proxy served another file; nothing of it was installed',
  },
  {
    reason: 'certificate',
    signs: /CERTIFICATE_VERIFY_FAILED|SSLError/,
    what: 'the certificate of the package index is not trusted',
    hint: 'name the certificates of your network in PIP_CERT',
  },
  {
    reason: 'no-network',
    signs:
      /NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|NameResolutionError|Connection (?:refused|reset|aborted)|Temporary failure in name resolution|RemoteDisconnected/,
    what: 'the package index does not answer',
    hint: 'check the network; PIP_INDEX_URL names another index, HTTPS_PROXY a proxy',
  },
  {
    reason: 'lock-invalid',
    signs: /in --require-hashes mode|Invalid requirement/i,
    what: 'the lock does not pin and hash everything',
    hint: 'make it again: uv pip compile --universal --generate-hashes, or pip-compile --generate-hashes',
  },
  {
    reason: 'no-such-version',
    signs: /No matching distribution found|Could not find a version that satisfies/,
    what: 'the package index has no wheel of a package for this Python and this machine',
    hint: 'use another version of Python, or --engine docker',
  },
];

/** Making the environment failed; says why, as far as the output tells. */
export function installFailedError(failure: InstallFailure): MediaConduitError {
  const { exitCode, freeBytes, logs, serviceId, step } = failure;
  const output = logs.join('\n');
  const isFull = ({ reason }: Cause): boolean => reason === 'no-space' && freeBytes < TOO_LITTLE_BYTES;
  const cause = CAUSES.find((one) => isFull(one) || one.signs.test(output));
  const last = [...logs]
    .reverse()
    .find((line) => /^ERROR: /.test(line))
    ?.slice('ERROR: '.length);
  const what = [cause?.what ?? `${step} ended with exit code ${exitCode}`, last].filter(Boolean).join(': ');
  const code = cause?.reason === 'no-space' ? 'MC_DISK_FULL' : 'MC_SERVICE_START_FAILED';
  return new MediaConduitError(code, `The Python packages of ${serviceId} could not be installed: ${what}`, {
    hint: cause?.hint ?? 'its last output says more',
    facts: { service: serviceId, step, exitCode, reason: cause?.reason, logs },
  });
}
