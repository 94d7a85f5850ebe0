import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { stackIdOf } from '../config/stack-id';
import { KeyedMutex } from '../lock/keyed-mutex';
import type {
  DownResult,
  LeaseLine,
  StackLine,
  StackStatus,
  TurnLine,
  TurnRequest,
  UpRequest,
  UpResult,
} from './protocol';
import type { StackHost } from './stack-host';
import { stackOfProject } from './stack-of-project';

/** How the hosts of stacks are made. */
export interface StackHostsOptions {
  /** Reads nothing yet and starts nothing. */
  readonly createHost: (id: string, request: UpRequest) => StackHost;
  /** Called when the last stack is gone. */
  readonly onEmpty: () => void;
}

/** Of whose stack somebody wants something. */
interface Wanted {
  readonly projectFolder: string;
  /** All when left out. */
  readonly service?: string;
}

/** All stacks of one supervisor. */
export class StackHosts {
  readonly #hosts = new Map<string, StackHost>();
  /** Those that somebody has ended, from the moment at which that was asked for. */
  readonly #ended = new WeakSet<StackHost>();
  /** The ends of those that are ended because all who asked for them were wrong. */
  readonly #dropped = new WeakMap<StackHost, Promise<unknown>>();
  readonly #turns = new KeyedMutex();
  readonly #options: StackHostsOptions;
  /** Requests that wait for the end of a stack, to start it again. */
  #coming = 0;
  #closed = false;

  constructor(options: StackHostsOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#hosts.size === 0 && this.#coming === 0;
  }

  /**
   * Takes a stack over, or changes it to what the request says; see `SupervisorClient.up`.
   * @throws `MC_SERVICE_GONE` when somebody ends the stack meanwhile, `MC_RUNTIME_CLOSED` when all of them were ended.
   */
  async *up(request: UpRequest): AsyncGenerator<StackLine | UpResult, void, void> {
    const id = stackIdOf(request.file);
    while (this.#isEnded(id)) await this.#untilEnded(id);
    if (this.#closed) throw closedError(request);
    const host = this.#hosts.get(id) ?? this.#create(id, request);
    try {
      for await (const line of host.up(request)) {
        if (line.type === 'result' && request.wait && this.#ended.has(host)) throw endedMeanwhile(request);
        yield line;
      }
    } catch (error) {
      if (this.#ended.has(host) && !this.#dropped.has(host)) throw endedMeanwhile(request);
      await this.#dropped.get(host);
      throw error;
    }
  }

  #create(id: string, request: UpRequest): StackHost {
    const host = this.#options.createHost(id, request);
    this.#hosts.set(id, host);
    const drop = (): Promise<unknown> => this.#down(host).catch(() => undefined); // what was wrong before is what counts
    host.onUnused(() => this.#dropped.set(host, drop()));
    return host;
  }

  /** @throws `MC_SERVICE_NOT_FOUND` with the names of those that there are. */
  async get(id: string): Promise<StackHost> {
    return this.#get(id);
  }

  #get(id: string): StackHost {
    const host = this.#hosts.get(id);
    if (host) return host;
    const ids = [...this.#hosts.keys()];
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The supervisor has no stack "${id}".`, {
      hint: didYouMean(id, ids) ?? 'mediaconduit up starts it',
      facts: { stack: id, stacks: ids },
    });
  }

  status(): Promise<StackStatus[]> {
    const statusOf = async (host: StackHost): Promise<StackStatus> => {
      const status = await host.status();
      return this.#isEnding(host) ? { ...status, isEnding: true } : status;
    };
    return Promise.all([...this.#hosts.values()].map(statusOf));
  }

  /**
   * Ends every service of a stack and forgets it, with those of its volumes that are named.
   * @throws what a service says that cannot be stopped; the stack is forgotten all the same, and can be started again.
   */
  async down(id: string, volumes: readonly string[] = []): Promise<DownResult> {
    return { removed: await this.#down(this.#get(id), volumes) };
  }

  async #down(host: StackHost, volumes: readonly string[] = []): Promise<string[]> {
    this.#ended.add(host);
    try {
      return await this.#turns.run(host.id, () => this.#end(host, volumes));
    } finally {
      if (this.isEmpty) this.#options.onEmpty();
    }
  }

  async #end(host: StackHost, volumes: readonly string[]): Promise<string[]> {
    if (this.#hosts.get(host.id) !== host) return []; // somebody else has ended it meanwhile
    try {
      return await host.close(volumes);
    } finally {
      this.#hosts.delete(host.id);
    }
  }

  /**
   * From the stack of the project, whose file lies in its folder or above; without end until the signal.
   * @throws `MC_SERVICE_NOT_FOUND` also when the stack ends.
   */
  lease(projectFolder: string, service: string, signal: AbortSignal): AsyncGenerator<LeaseLine, void, void> {
    return this.#lend({ projectFolder, service }, (host) => host.lease(service, signal));
  }

  /** What a program asks of the calls to services of the project's stack; see `ServiceTurns`. @throws as {@link lease}. */
  turns(
    projectFolder: string,
    requests: AsyncIterable<TurnRequest>,
    signal: AbortSignal,
  ): AsyncGenerator<TurnLine, void, void> {
    return this.#lend({ projectFolder }, (host) => host.turns.lines(requests, signal));
  }

  /** Who still waits for something of a stack that ends has to look for it elsewhere. */
  async *#lend<T>(
    wanted: Wanted,
    use: (host: StackHost) => AsyncGenerator<T, void, void>,
  ): AsyncGenerator<T, void, void> {
    const host = this.#lending(wanted);
    try {
      yield* use(host);
    } catch (error) {
      throw this.#isEnding(host) ? notLent(wanted, host) : error;
    }
  }

  #lending(wanted: Wanted): StackHost {
    const host = stackOfProject([...this.#hosts.values()], wanted.projectFolder);
    if (!host || this.#isEnding(host)) throw notLent(wanted, host);
    return host;
  }

  /** Ends every stack, and takes no more; every one is tried before the first failure is thrown. */
  async close(): Promise<void> {
    this.#closed = true;
    const results = await Promise.allSettled([...this.#hosts.values()].map((host) => host.close()));
    this.#hosts.clear();
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  #isEnded(id: string): boolean {
    const host = this.#hosts.get(id);
    return host !== undefined && this.#ended.has(host);
  }

  #isEnding(host: StackHost): boolean {
    return this.#closed || this.#ended.has(host);
  }

  async #untilEnded(id: string): Promise<void> {
    this.#coming += 1;
    await this.#turns.run(id, async () => undefined);
    this.#coming -= 1;
  }
}

/** @param host the one that ends; `undefined` when there is none. */
function notLent({ projectFolder, service }: Wanted, host: StackHost | undefined): MediaConduitError {
  const message = host ? `The stack of ${projectFolder} is being stopped.` : `No stack of ${projectFolder} runs.`;
  return new MediaConduitError('MC_SERVICE_NOT_FOUND', message, {
    hint: 'mediaconduit up starts it',
    facts: { projectFolder, service },
  });
}

function closedError({ file }: UpRequest): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', 'The supervisor ends, with all its stacks.', {
    hint: 'mediaconduit up starts a new one',
    facts: { file },
  });
}

function endedMeanwhile({ file }: UpRequest): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_GONE', 'The stack was stopped while it started.', {
    hint: 'mediaconduit up starts it again',
    facts: { file },
  });
}
