import type { PythonDefinition, ServiceDefinition } from '@mediaconduit/sdk';
import { createHash } from 'node:crypto';
import { readFile, rm, statfs } from 'node:fs/promises';
import { arch } from 'node:os';
import path from 'node:path';
import { ensureHome } from '../../../config/home';
import type { KernelLock } from '../../../lock/kernel-lock';
import { homeWriteError } from '../process-errors';
import { SharedStart } from '../shared-start';
import { findPython } from './find-python';
import { pipEnvironment } from './pip-environment';
import { PipProgress } from './pip-progress';
import { installFailedError, lockMissingError } from './python-errors';
import type { ToolResult, ToolRun, ToolRunner } from './tool-runner';
import { venvLockFile, venvsFolder } from './venv-places';
import { interpreterOf, isVenvComplete, markVenvBegun, markVenvComplete } from './venv-marker';

/** How many of the last lines of a tool go into an error. */
const LOG_LINES = 50;

/** What environments are made with. */
export interface PythonEnvironmentsParts {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Our own variables, of which pip gets a few. */
  readonly environment: NodeJS.ProcessEnv;
  readonly tools: ToolRunner;
  /** Between processes; `undefined` where there are no kernel locks. */
  readonly lock: KernelLock | undefined;
}

/** Who wants an environment. */
export interface PythonRequest {
  readonly definition: ServiceDefinition;
  readonly python: PythonDefinition;
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/** Where an environment is. */
export interface PythonEnvironment {
  readonly folder: string;
  /** Absolute path of its interpreter. */
  readonly interpreter: string;
}

interface Making extends PythonRequest {
  readonly folder: string;
  readonly lockText: string;
  readonly lockFile: string;
}

/**
 * Environments (venvs) for services in Python: one per lock, range of versions and platform, shared by all services
 * and processes of the home. One that was not made to its end has no marker, and is made again.
 */
export class PythonEnvironments {
  readonly #makings = new SharedStart<PythonEnvironment>();

  constructor(private readonly parts: PythonEnvironmentsParts) {}

  /**
   * The environment of a service, made when there is none yet, which takes minutes.
   * @throws `MC_ENGINE_UNAVAILABLE` without a Python that can make it, `MC_SERVICE_START_FAILED` or `MC_DISK_FULL`
   *   with the last lines of pip; nothing is left then.
   */
  async ensure(request: PythonRequest): Promise<PythonEnvironment> {
    const { definition, python, signal } = request;
    const { home, platform } = this.parts;
    const lockFile = path.join(definition.folder, python.lock);
    const lockText = await readFile(lockFile, 'utf8').catch((cause: unknown) => {
      throw lockMissingError(definition, python.lock, cause);
    });
    const key = keyOf([lockText, python.version ?? '', platform, arch()]);
    const folder = path.join(venvsFolder(home), key);
    if (await isVenvComplete(folder, platform)) return this.#at(folder);
    return this.#makings.join(key, signal, (shared) =>
      this.#makeAlone(key, { ...request, folder, lockFile, lockText, signal: shared }),
    );
  }

  async #makeAlone(key: string, making: Making): Promise<PythonEnvironment> {
    const { home, lock, platform } = this.parts;
    const { folder, onProgress, signal } = making;
    ensureHome(home);
    const lockFile = venvLockFile(home, key);
    let held = await lock?.tryExclusive(lockFile);
    if (lock && !held) {
      onProgress('Waiting for another program that installs the same Python packages');
      held = await lock.exclusive(lockFile, signal);
    }
    try {
      signal.throwIfAborted();
      if (!(await isVenvComplete(folder, platform))) await this.#make(making);
      return this.#at(folder);
    } finally {
      await held?.release();
    }
  }

  async #make(making: Making): Promise<void> {
    const { definition, folder, lockFile, python, signal } = making;
    const { environment, home, platform, tools } = this.parts;
    await removeFolder(folder);
    try {
      const variables = pipEnvironment(environment);
      const search = { serviceId: definition.id, wanted: python.version, environment: variables, platform, signal };
      const found = await findPython(tools, { ...search, folder: home });
      const marker = { service: definition.id, python: found.version, base: found.file, lock: lockFile };
      await markVenvBegun(folder, marker);
      making.onProgress(`Making an environment of Python ${found.version}`);
      await this.#run(making, 'python -m venv', { argv: [...found.command, '-I', '-m', 'venv', folder] });
      await this.#install(making);
      await markVenvComplete(folder);
    } catch (error) {
      await removeFolder(folder);
      signal.throwIfAborted();
      throw homeWriteError(definition, home, error);
    }
  }

  async #install(making: Making): Promise<void> {
    const progress = new PipProgress(making.lockText, making.onProgress);
    const { interpreter } = this.#at(making.folder);
    await this.#run(making, 'pip install', {
      argv: [
        ...[interpreter, '-I', '-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--no-input'],
        ...['--disable-pip-version-check', '--progress-bar', 'off', '-r', making.lockFile],
      ],
      onLine: (line) => progress.read(line),
    });
  }

  async #run(making: Making, step: string, run: Pick<ToolRun, 'argv' | 'onLine'>): Promise<void> {
    const { definition, signal } = making;
    const { environment, home, tools } = this.parts;
    const options = { ...run, environment: pipEnvironment(environment), folder: home, signal };
    const { exitCode, output }: ToolResult = await tools.run(options);
    if (exitCode === 0) return;
    const { bavail, bsize } = await statfs(home);
    const logs = output.tail(LOG_LINES);
    throw installFailedError({ serviceId: definition.id, step, exitCode, logs, freeBytes: bavail * bsize });
  }

  #at(folder: string): PythonEnvironment {
    return { folder, interpreter: interpreterOf(folder, this.parts.platform) };
  }
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** A pip that was killed a moment ago may still write into it. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
