import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { KeyedMutex } from '../lock/keyed-mutex';
import type { DownResult, LeaseLine, StackLine, StackStatus, UpRequest, UpResult } from './protocol';
import type { StackHost } from './stack-host';
import { stackOfProject } from './stack-of-project';

/** How the hosts of stacks are made. */
export interface StackHostsOptions {
  /** Reads nothing yet and starts nothing. */
  readonly createHost: (id: string, request: UpRequest) => StackHost;
  /** Called when the last stack is gone. */
  readonly onEmpty: () => void;
}

/** All stacks of one supervisor. */
export class StackHosts {
  readonly #hosts = new Map<string, StackHost>();
  readonly #turns = new KeyedMutex();
  readonly #options: StackHostsOptions;

  constructor(options: StackHostsOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#hosts.size === 0;
  }

  /** Takes a stack over, or changes it to what the request says; see `SupervisorClient.up`. */
  async *up(request: UpRequest): AsyncGenerator<StackLine | UpResult, void, void> {
    const id = stackIdOf(request.file);
    const known = this.#hosts.get(id);
    const host = known ?? this.#options.createHost(id, request);
    this.#hosts.set(id, host);
    try {
      yield* host.up(request);
    } catch (error) {
      if (!known && !host.isTaken) await this.down(id);
      throw error;
    }
  }

  /** @throws `MC_SERVICE_NOT_FOUND` with the names of those that there are. */
  async get(id: string): Promise<StackHost> {
    const host = this.#hosts.get(id);
    if (host) return host;
    const ids = [...this.#hosts.keys()];
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The supervisor has no stack "${id}".`, {
      hint: didYouMean(id, ids) ?? 'mediaconduit up starts it',
      facts: { stack: id, stacks: ids },
    });
  }

  status(): Promise<StackStatus[]> {
    return Promise.all([...this.#hosts.values()].map((host) => host.status()));
  }

  /** Ends every service of a stack and forgets it, with those of its volumes that are named. */
  async down(id: string, volumes: readonly string[] = []): Promise<DownResult> {
    const host = await this.get(id);
    const removed = await this.#turns.run(id, async () => {
      if (this.#hosts.get(id) !== host) return []; // somebody else has ended it meanwhile
      const gone = await host.close(volumes);
      this.#hosts.delete(id);
      return gone;
    });
    if (this.#hosts.size === 0) this.#options.onEmpty();
    return { removed };
  }

  /** From the stack of the project, whose file lies in its folder or above; without end until the signal. */
  async *lease(projectFolder: string, service: string, signal: AbortSignal): AsyncGenerator<LeaseLine, void, void> {
    const host = stackOfProject([...this.#hosts.values()], projectFolder);
    if (!host) {
      throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `No stack of ${projectFolder} runs.`, {
        hint: 'mediaconduit up starts it',
        facts: { projectFolder, service },
      });
    }
    yield* host.lease(service, signal);
  }

  /** Ends every stack. */
  async close(): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.close()));
    this.#hosts.clear();
  }
}

/** Name of the folder for people, and a hash of the path for programs: two projects may have folders of one name. */
function stackIdOf(file: string): string {
  const name = dirname(file).split(/[\\/]/).at(-1) ?? '';
  return `${name}-${createHash('sha256').update(file).digest('hex').slice(0, 8)}`;
}
