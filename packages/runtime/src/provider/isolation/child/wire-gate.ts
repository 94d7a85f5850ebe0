import { anySignal } from '@mediaconduit/sdk';
import type { CallGate } from '../../../resilience/call-gate';
import type { Wire } from '../wire/wire';

/** The places for calls to a service, which the runtime counts for all processes: each is a call under way across the wire. */
export class WireGate implements CallGate {
  readonly isLimited = true;

  constructor(
    private readonly wire: Wire,
    private readonly service: number,
  ) {}

  enter(signal?: AbortSignal): Promise<() => void> {
    const held = new AbortController();
    const ended = signal ? anySignal([signal, held.signal]) : held.signal;
    return new Promise((resolve, reject) => {
      const onNote = (): void => resolve(() => held.abort());
      this.wire.call('service.turn', { service: this.service }, { signal: ended, onNote }).catch(reject);
    });
  }
}
