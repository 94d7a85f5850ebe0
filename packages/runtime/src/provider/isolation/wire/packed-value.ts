import type { MediaKind } from '@mediaconduit/sdk';

/** Where the bytes of a media value are when it arrives. */
export type PackedBody =
  | { readonly at: 'message'; readonly bytes: Uint8Array }
  /** They are sent as soon as they are granted, and make a value in memory. */
  | { readonly at: 'stream'; readonly stream: number; readonly sizeBytes: number }
  /** They stay with the sender and are read from there; `once` when they can be read only once. */
  | { readonly at: 'sender'; readonly once: boolean; readonly fileName?: string };

/** What stands at one place of a packed value and is no plain data. */
export type PackedPart =
  | { readonly type: 'url'; readonly href: string }
  | { readonly type: 'bytes'; readonly stream: number; readonly sizeBytes: number }
  /** Read from the sender, once. */
  | { readonly type: 'stream'; readonly loan: number }
  /** Its fields stand at the place. `body` is missing for media that are not made of bytes. */
  | { readonly type: 'media'; readonly kind: MediaKind; readonly loan?: number; readonly body?: PackedBody }
  /** A value that the receiver has lent. */
  | { readonly type: 'returned'; readonly loan: number };

/** Names and indexes that lead to a place. */
export type PackedPath = readonly (string | number)[];

/**
 * A value as plain data, and what becomes of some places in it. Parts stand beside the data, so that no data can look like
 * one; inner ones stand before outer ones.
 */
export interface PackedValue {
  readonly value: unknown;
  readonly parts?: readonly { readonly path: PackedPath; readonly part: PackedPart }[];
}
