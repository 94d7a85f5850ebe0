import { isMediaConduitError, type Clock } from '@mediaconduit/sdk';
import { once } from '../once';
import { holdOpen } from '../service/hold-open';
import { TurnConnection, type AskForTurns } from './turn-connection';

/** What {@link SharedTurns} are made from. */
export interface SharedTurnsParts {
  readonly clock: Clock;
  /** Asks the supervisor that is there now, over a connection of its own. */
  readonly ask: AskForTurns;
}

/**
 * Turns for the calls of this program among those of all programs. They go over one connection, which is made when it is
 * needed and kept as long as anybody holds it; it does not keep the program alive.
 */
export class SharedTurns {
  #connection: TurnConnection | undefined;
  #holders = 0;

  constructor(private readonly parts: SharedTurnsParts) {}

  /** Keeps the connection for the turns to come, until the returned function is called. */
  hold(): () => void {
    this.#holders += 1;
    return once(() => {
      this.#holders -= 1;
      if (this.#holders > 0) return;
      this.#connection?.close();
      this.#connection = undefined;
    });
  }

  /**
   * Waits for a place; the returned function gives it back. Where no supervisor has the service any more, each
   * program counts for itself.
   * @throws the reason of the signal.
   */
  async enter(service: string, signal?: AbortSignal): Promise<() => void> {
    const letGo = this.hold();
    const waiting = holdOpen(this.parts.clock);
    try {
      const leave = await this.#ask(service, signal);
      return () => {
        leave();
        letGo();
      };
    } catch (error) {
      letGo();
      if (isUnsupervised(error)) return () => undefined;
      throw error;
    } finally {
      this.parts.clock.clearTimeout(waiting);
    }
  }

  /** A connection that was kept may have ended with its supervisor, or its stack: there may be others by now. */
  async #ask(service: string, signal: AbortSignal | undefined): Promise<() => void> {
    const kept = this.#connection;
    const connection = (this.#connection ??= new TurnConnection(this.parts.ask));
    try {
      return await connection.enter(service, signal);
    } catch (error) {
      if (!connection.isOver) throw error;
      if (this.#connection === connection) this.#connection = undefined;
      if (!kept) throw error;
    }
    return this.#ask(service, signal);
  }
}

function isUnsupervised(error: unknown): boolean {
  return isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE') || isMediaConduitError(error, 'MC_SERVICE_NOT_FOUND');
}
