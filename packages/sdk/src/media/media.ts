import { MediaConduitError } from '../error/mediaconduit-error';
import type { CallTiming } from '../service/service-handle';
import type { Lineage } from './lineage';
import { ownMetadata, type MediaMetadata } from './media-metadata';
import type { MediaByKind, MediaKind } from './media-of';

const MARK: unique symbol = Symbol.for('mediaconduit.media');

/** A class of media values, as {@link Media.asRole} takes it. */
export interface MediaClass<M extends Media> {
  readonly kind: MediaKind;
  readonly name: string;
  readonly prototype: M;
}

/** What goes into a model or comes out. Recognise it with {@link isMedia}, never with `instanceof`. */
export abstract class Media {
  abstract readonly kind: MediaKind;
  /** Yours to change; never shared with another value. */
  metadata: MediaMetadata;
  /** Where it came from, in whatever form the maker has: an asset, `{ url }`, `{ localPath }`. Never read by us. */
  sourceAsset?: unknown;
  /** Where the time of the call that made it went. */
  timing?: CallTiming;
  lineage?: Lineage;

  constructor(metadata?: Readonly<MediaMetadata>, sourceAsset?: unknown) {
    this.metadata = ownMetadata(metadata);
    this.sourceAsset = sourceAsset;
  }

  /** The mark that {@link isMedia} looks for: it is the same in every copy of the SDK. */
  get [MARK](): true {
    return true;
  }

  /** True unless the value is known to be empty. */
  abstract isValid(): boolean;

  /**
   * This value, when it is of that class. Nothing is converted: that takes a model.
   * @throws `MC_MEDIA_CAST`
   */
  asRole<M extends Media>(role: MediaClass<M>, modelId?: string): M {
    if (this.#plays(role)) return this;
    const own = this.constructor.name;
    throw new MediaConduitError('MC_MEDIA_CAST', `Cannot transform ${own} to ${role.name} without a provider`, {
      hint: `call transform() of a model with the capability ${this.kind}-to-${role.kind}`,
      facts: { from: this.kind, to: role.kind, modelId },
    });
  }

  /** True for its own class, and for the name of its class or kind in any case. */
  canPlayRole(role: MediaClass<Media> | string): boolean {
    if (typeof role !== 'string') return this.#plays(role);
    const name = role.toLowerCase();
    return name === this.kind || name === this.constructor.name.toLowerCase();
  }

  /** Everything but the bytes. */
  toJSON(): Record<string, unknown> {
    return { kind: this.kind, metadata: this.metadata, timing: this.timing, lineage: this.lineage };
  }

  #plays<M extends Media>(role: MediaClass<M>): this is M {
    return role.kind === this.kind;
  }
}

/** True for a media value (of that kind) of any copy of the SDK. */
export function isMedia<K extends keyof MediaByKind>(value: unknown, kind: K): value is MediaByKind[K];
/** Without a kind known to TypeScript it narrows to the base class. */
export function isMedia(value: unknown, kind?: MediaKind): value is Media;
/** Looks at the mark, not at the class: another copy of the SDK has classes of its own. */
export function isMedia(value: unknown, kind?: MediaKind): value is Media {
  if (typeof value !== 'object' || value === null || !(MARK in value)) return false;
  return kind === undefined || (value as Media).kind === kind;
}
