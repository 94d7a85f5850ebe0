import type { Readable } from 'node:stream';
import type { EngineEvent } from '@mediaconduit/sdk';
import { EventListeners } from '../event-listeners';
import { LineSplitter } from '../process/line-splitter';
import { groupOf, isBeside } from './container-group';
import type { ContainerEvent, DockerClient } from './docker-client';
import { GROUP_LABEL, homeFilter, SERVICE_LABEL } from './home-labels';
import { parseContainerEvent } from './parse-container-event';

/** Pause before the stream is opened again, in ms: doubled at every failure up to the second. */
const RECONNECT_MS = { first: 50, longest: 5_000 } as const;

/** What the stream needs of the world. */
export interface EventStreamOptions {
  readonly client: () => Promise<DockerClient>;
  readonly homeId: string;
  /** Calls back once after the time, without keeping the program alive; answers what takes that back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
  /** Told of a group that may have lost a member. */
  readonly onMemberEnded: (group: string) => void;
}

/**
 * One stream of the engine's events about our containers, shared by all listeners. After a break it asks for what it
 * missed and compares what runs with what ran, because the engine forgets old events. Never keeps the program alive.
 */
export class ContainerEventStream {
  readonly #listeners = new EventListeners();
  /** Containers that ran when last heard of, with their service. */
  readonly #running = new Map<string, string>();
  #stream: Readable | undefined;
  #opening: Promise<void> | undefined;
  #wanted = false;
  #closed = false;
  #lastNano: string | undefined;
  #failures = 0;
  #cancelRetry: (() => void) | undefined;

  constructor(private readonly options: EventStreamOptions) {}

  /** Nothing is connected before {@link open}: a program that only listens does not load the client. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#listeners.subscribe(listener);
    if (this.#wanted) void this.open();
    return unsubscribe;
  }

  /** Connects when somebody listens. Failures are retried in the background: events are hints. */
  open(): Promise<void> {
    this.#wanted = true;
    if (this.#closed || this.#stream || this.#cancelRetry || this.#listeners.size === 0)
      return this.#opening ?? Promise.resolve();
    this.#opening ??= this.#connect().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** Tells the stream of a container that runs, so that its end is noticed even when the event got lost. */
  track(id: string, serviceId: string): void {
    this.#running.set(id, serviceId);
  }

  /** Ends the stream and forgets all listeners. */
  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#cancelRetry?.();
    this.#stream?.destroy();
  }

  async #connect(): Promise<void> {
    const { client, homeId } = this.options;
    try {
      const stream = await (await client()).events(homeFilter(homeId), this.#since());
      if (this.#closed) return void stream.destroy();
      this.#follow(stream);
      if (this.#failures > 0) await this.#relist();
      this.#failures = 0;
    } catch {
      this.#retry();
    }
  }

  #follow(stream: Readable): void {
    this.#stream = stream;
    const lines = new LineSplitter((line) => this.#take(parseContainerEvent(line)));
    stream.on('data', (chunk: Buffer) => lines.push(chunk));
    stream.on('error', () => undefined); // 'close' follows
    stream.once('close', () => {
      this.#stream = undefined;
      this.#retry();
    });
  }

  #retry(): void {
    if (this.#closed || this.#cancelRetry) return;
    const pause = Math.min(RECONNECT_MS.longest, RECONNECT_MS.first * 2 ** this.#failures++);
    this.#stream?.destroy();
    this.#cancelRetry = this.options.after(pause, () => {
      this.#cancelRetry = undefined;
      void this.open();
    });
  }

  /** The moment after the last event; engines take seconds with nine decimals. */
  #since(): string | undefined {
    if (this.#lastNano === undefined) return undefined;
    const next = (BigInt(this.#lastNano) + 1n).toString().padStart(10, '0');
    return `${next.slice(0, -9)}.${next.slice(-9)}`;
  }

  #take(event: ContainerEvent | undefined): void {
    const serviceId = event?.labels[SERVICE_LABEL];
    if (!event || serviceId === undefined) return;
    this.#lastNano = event.timeNano;
    const { [GROUP_LABEL]: group } = event.labels;
    if (group && isBeside(event.labels)) {
      if (event.action === 'die') this.options.onMemberEnded(group);
      return;
    }
    if (event.action === 'start') this.#running.set(event.id, serviceId);
    else this.#running.delete(event.id);
    const type = event.action === 'start' ? 'started' : 'exited';
    this.#listeners.tell({ type, id: event.id, serviceId, exitCode: event.exitCode });
  }

  async #relist(): Promise<void> {
    const client = await this.options.client();
    for (const [id, serviceId] of [...this.#running]) {
      const found = await client.inspectContainer(id);
      const group = found && groupOf(found);
      if (group !== undefined && found?.State.Running) this.options.onMemberEnded(group);
      if (found?.State.Running || !this.#running.delete(id)) continue;
      this.#listeners.tell({ type: 'exited', id, serviceId, exitCode: found?.State.ExitCode });
    }
  }
}
