import type { Logger } from '@mediaconduit/sdk';
import { TURN_NOTE } from './isolation-messages';
import type { ModelCalls } from './model-calls';
import type { ServiceDesk } from './service-desk';
import type { ServedCall } from './wire/served-call';
import { brokenWire } from './wire/wire-errors';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** What the runtime does for a process of a provider. */
export interface HostCallsParts {
  readonly provider: string;
  readonly desk: ServiceDesk;
  readonly calls: ModelCalls;
  readonly log: Logger;
  readonly onSnapshot: (told: unknown) => void;
  readonly onWarning: (provider: string, message: string) => void;
}

/** The few things that a provider may ask of the runtime: its services, and a question to its caller. */
export class HostCalls {
  constructor(private readonly parts: HostCallsParts) {}

  async call(method: string, input: unknown, served: ServedCall): Promise<unknown> {
    const { signal } = served;
    const { desk, calls } = this.parts;
    const { service, name, given, identifier, config, question, asked } = fieldsOf(input);
    switch (method) {
      case 'service.lease':
        return desk.lease(Number(service), signal);
      case 'service.turn':
        return desk.turn(Number(service), signal, () => served.note(TURN_NOTE, true));
      case 'service.call':
        return desk.call(Number(service), String(name), Array.isArray(given) ? given : []);
      case 'service.open':
        return desk.open(String(identifier), config === undefined ? undefined : fieldsOf(config));
      case 'confirm':
        return calls.answer(Number(question), asked);
      default:
        throw brokenWire(`it called "${method}"`);
    }
  }

  tell(name: string, value: unknown): void {
    const { desk, log, provider, onSnapshot, onWarning } = this.parts;
    const { level, facts, message } = fieldsOf(value);
    if (name === 'service.release') desk.release(Number(value));
    else if (name === 'snapshot') onSnapshot(value);
    else if (name === 'warning') onWarning(provider, String(value));
    else if (name === 'log') {
      const known = LEVELS.find((one) => one === level) ?? 'info';
      log[known]({ ...fieldsOf(facts), provider }, String(message));
    }
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
