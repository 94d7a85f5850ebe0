import type { ClockTimer } from '@mediaconduit/sdk';
import type { Permit } from '../resilience/permit';
import type { CalledService } from './called-service';

/** When a call that is to prove that the service works again is taken for a long one, in ms. */
const LONG_CALL_MS = 5000;

/**
 * The permit of a call that tries a service out after it failed. Many calls take minutes: for one that takes long, the
 * service has proved itself when it answers its readiness check meanwhile.
 */
export class LongProbe implements Permit {
  readonly isProbe = true;
  readonly #permit: Permit;
  readonly #controller: CalledService;
  readonly #timer: ClockTimer;
  readonly #ended = new AbortController();

  constructor(permit: Permit, controller: CalledService) {
    this.#permit = permit;
    this.#controller = controller;
    this.#timer = controller.parts.clock.setTimeout(() => void this.#look(), LONG_CALL_MS);
    this.#timer.unref();
  }

  succeed(): void {
    this.#release();
    this.#permit.succeed();
  }

  fail(error: unknown): void {
    this.#release();
    this.#permit.fail(error);
  }

  ignore(): void {
    this.#release();
    this.#permit.ignore();
  }

  async #look(): Promise<void> {
    const { definition, parts, running } = this.#controller;
    if (!running) return;
    const { verdict } = await parts.probe(running.baseUrl, definition.readiness.path, this.#ended.signal);
    if (verdict === 'ready') this.#permit.succeed();
  }

  #release(): void {
    this.#controller.parts.clock.clearTimeout(this.#timer);
    this.#ended.abort();
  }
}
