import {
  anySignal,
  MediaConduitError,
  messageOf,
  type EnsureOptions,
  type RunningService,
  type ServiceDefinition,
  type StopOptions,
} from '@mediaconduit/sdk';
import { DockerEngine } from '../docker/docker-engine';
import type { DockerEngineOptions } from '../docker/docker-engine-options';
import { abortFailure } from '../docker/engine-failure';
import { isComposeRefusal, requireTrusted } from './compose-trust';
import type { RunCommand } from './run-command';
import { TrustedProjects } from './trusted-projects';

/** What it needs besides what every Docker engine needs. */
export interface TrustingOptions extends DockerEngineOptions {
  /** Where the compose files that the user trusts are recorded. */
  readonly projectFolder: string;
  readonly run: RunCommand;
}

/**
 * The Docker engine with one more way to start a service: a compose file that is refused, and that the user of the
 * project trusts as it is, is run by Compose. What runs is found, listened to, listed and removed like any other group.
 */
export class TrustingDockerEngine extends DockerEngine {
  readonly #projects: TrustedProjects;
  readonly #closed = new AbortController();
  #sweeping: Promise<void> | undefined;
  #tidying: Promise<void> | undefined;

  constructor(private readonly trusting: TrustingOptions) {
    super(trusting);
    this.#projects = new TrustedProjects(trusting, trusting.run);
  }

  override async ensure(definition: ServiceDefinition, options: EnsureOptions): Promise<RunningService> {
    this.#tidying ??= this.#tidyQuietly();
    try {
      return await super.ensure(definition, options);
    } catch (error) {
      if (!isComposeRefusal(error)) throw error;
      return this.#run(definition, options, error);
    }
  }

  override async release(id: string, options: StopOptions = {}): Promise<void> {
    if (!(await this.#projects.release(id, options))) await super.release(id, options);
  }

  override async stop(id: string, options: StopOptions = {}): Promise<void> {
    await super.stop(id, options);
    await this.#projects.forget(id);
  }

  override async close(): Promise<void> {
    this.#closed.abort();
    await this.#projects.close();
    await Promise.all([this.#sweeping, this.#tidying]);
    await super.close();
  }

  override closeSync(): void {
    this.#closed.abort();
    this.#projects.closeSync();
    super.closeSync();
  }

  async #run(
    definition: ServiceDefinition,
    options: EnsureOptions,
    refusal: MediaConduitError,
  ): Promise<RunningService> {
    const { environment = {}, keepAddress: isOwn = false, onProgress = () => undefined } = options;
    const signal = anySignal([options.signal, this.#closed.signal]);
    const files = await requireTrusted(definition, this.trusting.projectFolder, refusal);
    try {
      return await this.#projects.start(definition, { files, environment, isOwn, signal, onProgress });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw this.#closed.signal.aborted
        ? closedFailure(definition)
        : abortFailure(`The start of ${definition.id}`, options.signal.reason);
    } finally {
      if (!this.#closed.signal.aborted) this.#sweeping ??= this.#sweepQuietly(); // not before: what runs is taken over
    }
  }

  async #tidyQuietly(): Promise<void> {
    try {
      await this.#projects.removeLeftovers();
    } catch (error) {
      this.trusting.log.warn({ reason: messageOf(error) }, 'files of killed processes could not be removed');
    }
  }

  /** What killed processes left behind of projects, too. */
  async #sweepQuietly(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.trusting.log.warn({ reason: messageOf(error) }, 'containers of killed processes could not be looked for');
    }
  }
}

function closedFailure({ id }: ServiceDefinition): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', `The Docker engine was closed; ${id} cannot start.`, {
    hint: 'create a new runtime, or close it later',
  });
}
