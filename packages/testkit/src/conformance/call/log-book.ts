import type { Logger } from '@mediaconduit/sdk';

/** Keeps all lines of a log as text. */
export class LogBook implements Logger {
  readonly lines: string[] = [];

  debug(facts: Record<string, unknown>, message: string): void {
    this.#keep(facts, message);
  }

  info(facts: Record<string, unknown>, message: string): void {
    this.#keep(facts, message);
  }

  warn(facts: Record<string, unknown>, message: string): void {
    this.#keep(facts, message);
  }

  error(facts: Record<string, unknown>, message: string): void {
    this.#keep(facts, message);
  }

  #keep(facts: Record<string, unknown>, message: string): void {
    this.lines.push(`${message} ${JSON.stringify(facts)}`);
  }
}
