import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerInspectInfo } from 'dockerode';
import { MediaConduitError, type RunningService, type ServiceDefinition, type StopOptions } from '@mediaconduit/sdk';
import { KeyedMutex } from '../../lock/keyed-mutex';
import { addressOf } from '../docker/container-facts';
import { removeFound, removeGroup } from '../docker/container-group';
import { ContainerUses } from '../docker/container-use';
import { dockerAddressText, type DockerAddress } from '../docker/docker-address';
import type { DockerClient } from '../docker/docker-client';
import { DockerConnection } from '../docker/docker-connection';
import type { DockerEngineOptions } from '../docker/docker-engine-options';
import { SPEC_LABEL } from '../docker/home-labels';
import type { ComposeFiles } from './compose-files';
import { removeLeftovers } from './compose-leftovers';
import { composeFolder, upLockFile } from './compose-places';
import { ComposeProject, type ProjectTools } from './compose-project';
import { removeStrays } from './compose-strays';
import { findComposeTool, type ComposeTool } from './compose-tool';
import type { RunCommand } from './run-command';

/** What Compose gets of our own environment. */
const PASSED = /^(?:PATH|HOME|DOCKER_.*)$/;

/** What one start is told. */
export interface ProjectCall {
  readonly files: ComposeFiles;
  readonly environment: Readonly<Record<string, string>>;
  /** Not shared with other starts of this process. */
  readonly isOwn: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/**
 * The Compose projects that this process uses. Like containers they are shared by the processes of a home: the name is the
 * lock, and the last to leave removes the project. That needs no Compose: the engine is asked by our labels.
 */
export class TrustedProjects {
  readonly #uses: ContainerUses;
  readonly #connection: DockerConnection;
  readonly #turns = new KeyedMutex();
  readonly #starting = new Set<string>();
  /** Those that Compose brings up at this moment, for us alone. */
  readonly #rising = new Set<string>();
  #tool: ComposeTool | undefined;

  constructor(
    private readonly options: DockerEngineOptions,
    private readonly run: RunCommand,
  ) {
    this.#uses = new ContainerUses(options.lock, join(options.home, 'run'));
    this.#connection = new DockerConnection(options);
  }

  async start(definition: ServiceDefinition, call: ProjectCall): Promise<RunningService> {
    const project = this.#projectOf(definition, call);
    this.#starting.add(project.name);
    try {
      return await this.#turns.run(project.name, () => this.#join(project, definition, call));
    } finally {
      this.#starting.delete(project.name);
    }
  }

  /** False when the id is none of a project. */
  async release(id: string, options: StopOptions): Promise<boolean> {
    const use = this.#uses.byId(id);
    if (!use) return false;
    await this.#turns.run(use.name, () => this.#leave(use.name, options));
    return true;
  }

  /** Files that killed processes gave to Compose. Needs no engine. */
  removeLeftovers(): Promise<void> {
    return removeLeftovers(this.#folder, this.options);
  }

  /** Somebody has removed it. */
  async forget(id: string): Promise<void> {
    const use = this.#uses.byId(id);
    if (use) await this.#uses.leave(use.name, async () => undefined);
  }

  /** Leaves all, once their starts were aborted. What cannot be removed now is left to the next sweep. */
  async close(): Promise<void> {
    const names = new Set([...this.#starting, ...this.#uses.names]);
    await Promise.allSettled([...names].map((name) => this.#turns.run(name, () => this.#leave(name, {}))));
    this.#connection.close();
  }

  closeSync(): void {
    const { home, homeId, reap } = this.options;
    const names = [...new Set([...this.#starting, ...this.#uses.names, ...this.#uses.leaving])];
    this.#uses.abandonSync();
    if (this.#connection.address && names.length > 0) reap({ address: this.#connection.address, home, homeId, names });
    this.#connection.close();
    for (const name of this.#rising) rmSync(composeFolder(this.#folder, name), { recursive: true, force: true });
  }

  async #join(project: ComposeProject, definition: ServiceDefinition, call: ProjectCall): Promise<RunningService> {
    const { name } = project;
    const client = await this.#connection.client();
    const usedBefore = this.#uses.get(name) !== undefined;
    const use = await this.#uses.join(name, call.signal);
    try {
      const { found, adopted } = await this.#alone(name, call.signal, () => this.#findOrUp(client, project, call));
      const address = addressOf(found, definition.docker?.containerPort);
      if (!address) throw noAddress(definition, name);
      use.id = found.Id;
      const baseUrl = `http://${address.host}:${address.port}`;
      return { id: found.Id, serviceId: definition.id, engine: 'docker', baseUrl, address, adopted };
    } catch (error) {
      if (!usedBefore) await this.#leave(name, { graceMs: 0 });
      throw error;
    }
  }

  async #findOrUp(client: DockerClient, project: ComposeProject, call: ProjectCall): Promise<Found> {
    const known = await client.inspectContainer(project.name);
    if (known?.State.Running && known.Config.Labels[SPEC_LABEL] === project.spec) {
      if (known.State.Paused) await client.unpauseContainer(known.Id);
      return { found: known, adopted: true };
    }
    // One that ended belongs to the past: its port, state and files do not come back.
    if (known) await removeFound(client, known);
    call.onProgress('starting with Compose');
    await this.#up(client, project, call.signal);
    const found = await client.inspectContainer(project.name);
    if (found) return { found, adopted: false };
    throw new MediaConduitError('MC_ENGINE_FAILED', `Compose made no container ${project.name}.`, {
      hint: 'run the same file with Compose by hand',
      facts: { container: project.name },
    });
  }

  /** Whatever comes of it, all that is left is ours. */
  async #up(client: DockerClient, project: ComposeProject, signal: AbortSignal): Promise<void> {
    const { name } = project;
    const { homeId } = this.options;
    const tools = await this.#toolsOf(signal);
    this.#rising.add(name);
    try {
      await project.up(tools);
    } catch (error) {
      await removeStrays(client, name, homeId).catch(() => undefined); // the first failure is the one to tell
      throw error;
    } finally {
      this.#rising.delete(name);
    }
    const strays = await removeStrays(client, name, homeId);
    if (strays.length > 0) throw notOurs(name, strays);
  }

  async #toolsOf(signal: AbortSignal): Promise<ProjectTools> {
    const { environment: all, home: folder, processId } = this.options;
    const { address } = this.#connection;
    const environment = {
      ...passed(all),
      ...(address && !hasTls(address) && { DOCKER_HOST: dockerAddressText(address) }),
    };
    const { run } = this;
    this.#tool ??= await findComposeTool(run, { folder, environment, signal });
    return { run, tool: this.#tool, environment, folder: this.#folder, processId, signal };
  }

  /** Two that bring up one project at a time would be in each other's way. */
  async #alone<T>(name: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const held = await this.options.lock?.exclusive(upLockFile(this.#folder, name), signal);
    try {
      return await task();
    } finally {
      await held?.release();
    }
  }

  async #leave(name: string, options: StopOptions): Promise<void> {
    if (!this.#uses.get(name)) return;
    const client = await this.#connection.client();
    await this.#uses.leave(name, () => removeGroup(client, name, options));
  }

  #projectOf(definition: ServiceDefinition, { environment, files, isOwn }: ProjectCall): ComposeProject {
    const { homeId, lock, processId } = this.options;
    const mine = lock ? '' : `-${processId}`;
    const input = { definition, files, environment, homeId };
    let project = new ComposeProject(input, mine);
    const isTaken = (name: string): boolean => this.#starting.has(name) || this.#uses.get(name) !== undefined;
    for (let count = 2; isOwn && isTaken(project.name); count++)
      project = new ComposeProject(input, `${mine}-${count}`);
    return project;
  }

  get #folder(): string {
    return join(this.options.home, 'run');
  }
}

interface Found {
  readonly found: ContainerInspectInfo;
  readonly adopted: boolean;
}

function passed(environment: NodeJS.ProcessEnv): Record<string, string> {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    PASSED.test(name) && value !== undefined ? [[name, value]] : [],
  );
  return Object.fromEntries(values) as Record<string, string>;
}

/** Its certificates are files that only the user's own settings name. */
function hasTls(address: DockerAddress): boolean {
  return address.kind === 'tcp' && address.tls !== undefined;
}

function notOurs(project: string, containers: readonly string[]): MediaConduitError {
  const message = `Compose made containers without the labels that it was given: ${containers.join(', ')}. They were removed.`;
  return new MediaConduitError('MC_ENGINE_FAILED', message, {
    hint: 'use another version of Compose',
    facts: { project, containers },
  });
}

function noAddress(definition: ServiceDefinition, container: string): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_FAILED', `The container of ${definition.id} publishes no port.`, {
    hint: 'publish one with ports: in the compose file, and name it as docker.containerPort if there are several',
    facts: { service: definition.id, container },
  });
}
