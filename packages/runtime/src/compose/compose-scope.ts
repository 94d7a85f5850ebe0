import type { MediaConduitError } from '@mediaconduit/sdk';
import { interpolate, type Variables } from '../config/interpolate';
import type { ComposeNetwork } from './compose-group';
import { invalidCompose, refusedCompose } from './compose-faults';
import type { LocatedNode, Place } from './located-node';

/** A value of the file with its path (`services.web.ports[0]`) and its place. */
export interface Field {
  readonly path: string;
  readonly place: Place;
  readonly node: LocatedNode;
}

/** What every reader of a part of the file shares: where the file is, what its variables are, what to warn about. */
export class ComposeScope {
  readonly #warnings: string[] = [];
  /** Named volumes that the file declares. */
  volumes: ReadonlySet<string> = new Set();
  /** Networks that the file declares; `default` is always there. */
  networks: ReadonlyMap<string, ComposeNetwork> = new Map();
  /** Files that the file declares as configs and secrets, by `configs.<name>` and `secrets.<name>`. */
  files: ReadonlyMap<string, string> = new Map();

  constructor(
    /** The compose file as messages show it. */
    readonly file: string,
    /** Real path of the service's folder: nothing outside may be named. */
    readonly root: string,
    /** Real path of the compose file's folder: relative paths start here. */
    readonly folder: string,
    readonly variables: Variables,
  ) {}

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Notes what is read and not done as written. */
  warn({ place }: Field, message: string): void {
    const text = `${this.file}:${place.line}:${place.column}: ${message}`;
    if (!this.#warnings.includes(text)) this.#warnings.push(text);
  }

  /** The error for something that is not allowed. */
  refuse({ path, place }: Field, reason: string, hint?: string): MediaConduitError {
    return refusedCompose(this.file, place, { key: path, reason, hint });
  }

  /** The error for something malformed. */
  invalid({ path, place }: Field, expected: string, hint?: string): MediaConduitError {
    return invalidCompose(this.file, place, `${path} ${expected}`, hint);
  }

  /** The text with variables filled in. */
  fill(field: Field, text: string): string {
    const result = interpolate(text, this.variables);
    if ('fault' in result) throw this.invalid(field, `cannot be filled in: ${result.fault}`);
    for (const name of result.unknown) this.warn(field, `the variable ${name} is not set and counts as empty`);
    return result.text;
  }
}
