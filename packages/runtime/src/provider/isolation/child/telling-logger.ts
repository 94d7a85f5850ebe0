import type { Logger } from '@mediaconduit/sdk';
import type { Wire } from '../wire/wire';

/** Lines of the provider go to the log of the runtime. */
export function tellingLogger(wire: Pick<Wire, 'tell'>): Logger {
  const at =
    (level: keyof Logger) =>
    (facts: Record<string, unknown>, message: string): void =>
      wire.tell('log', { level, facts, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
