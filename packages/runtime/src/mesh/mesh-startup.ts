import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { deadlineSignal } from './deadline-signal';
import type { MeshHost, MeshStartReport } from './mesh-host';
import type { MeshParts } from './mesh-parts';
import { SequentialHost } from './sequential-host';
import type { HostOptions } from './supervised-host';

const NOT_UNDONE = 'A start failed, and what it had begun could not be stopped.';

/**
 * Starts the components by the supervisor; one after the other without it when the configuration says so, or when the mesh
 * itself fails. A component that fails would fail there too, so that is no reason.
 */
export class MeshStartup {
  /** Why the mesh is not used, while it is not. */
  legacyReason: string | undefined;
  #host: MeshHost | undefined;

  constructor(
    private readonly parts: MeshParts,
    private readonly options: HostOptions,
  ) {}

  /** What runs the components while they are being started too. */
  get host(): MeshHost | undefined {
    return this.#host;
  }

  /**
   * Starts all, or what was registered since.
   * @throws `MC_STACK_START_FAILED`, `MC_SERVICE_START_TIMEOUT`, `MC_CALL_ABORTED`: what this start began is undone.
   */
  async start(signal?: AbortSignal): Promise<MeshStartReport> {
    const { clock, config, log } = this.parts;
    using deadline = deadlineSignal(clock, config().startupTimeout * 1000, signal);
    const known = this.#host;
    try {
      return await (known ? known.start(deadline.signal) : this.#startHost(deadline.signal));
    } catch (error) {
      if (!known) await this.end().catch((failure: unknown) => log.warn({ error: messageOf(failure) }, NOT_UNDONE));
      const isLate = deadline.signal.aborted && !signal?.aborted;
      throw isLate ? lateError(config().startupTimeout, error) : error;
    }
  }

  /** Stops what runs. Rejects when something could not be stopped; what is left is not used again. */
  async end(): Promise<void> {
    const host = this.#host;
    try {
      await host?.close();
    } finally {
      if (this.#host === host) this.#host = undefined;
    }
  }

  #startHost(signal: AbortSignal): Promise<MeshStartReport> {
    const isLegacy = this.parts.config().useLegacyStartup;
    this.legacyReason = isLegacy ? 'useLegacyStartup is set (USE_LEGACY_STARTUP)' : undefined;
    return isLegacy ? this.#startLegacy(signal) : this.#startMesh(signal);
  }

  async #startMesh(signal: AbortSignal): Promise<MeshStartReport> {
    try {
      this.options.registry.order();
      this.#host = this.parts.createHost(this.options);
      return await this.#host.start(signal);
    } catch (error) {
      if (signal.aborted || isMediaConduitError(error, 'MC_STACK_START_FAILED')) throw error;
      await this.end().catch(() => undefined); // a mesh that failed may fail at that too
      this.legacyReason = messageOf(error);
      return await this.#startLegacy(signal);
    }
  }

  #startLegacy(signal: AbortSignal): Promise<MeshStartReport> {
    const { clock, log, events } = this.parts;
    const reason = this.legacyReason ?? '';
    log.warn({ reason }, 'The components are started one after the other, without the mesh: nothing restarts them.');
    events.emit('legacy-startup', { reason });
    this.#host = new SequentialHost({ clock, log }, this.options);
    return this.#host.start(signal);
  }
}

function lateError(timeoutSeconds: number, cause: unknown): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_START_TIMEOUT',
    `The components were not all ready in ${timeoutSeconds} s, so they were stopped again.`,
    { hint: 'raise startup_timeout, or see which component hangs', facts: { timeoutSeconds }, cause },
  );
}
