import type { Audio } from './audio';
import type { Embedding } from './embedding';
import type { Image } from './image';
import type { Media } from './media';
import type { Model3D } from './model3d';
import type { Readable } from 'node:stream';
import type { Text } from './text';
import type { Video } from './video';
import type { Capability } from '../capability';

/** The word that stands for a medium in a capability. */
export type MediaKind = 'text' | 'image' | 'audio' | 'video' | '3d' | 'embedding' | 'json';

/** The class behind each kind. */
export interface MediaByKind {
  text: Text;
  image: Image;
  audio: Audio;
  video: Video;
  '3d': Model3D;
  embedding: Embedding;
}

/** A medium other than text: the value, its bytes, a path or `file:` URL, an http(s) URL, a stream. */
export type MediaLike<M> = M | Uint8Array | string | URL | Readable;

/** Several named media for one call: `{ video, audio }`, `{ text, images }`, `{ messages }`. */
export type NamedMedia = Readonly<Record<string, unknown>>;

/** What `transform` takes: a string is text where text is expected, else a path or URL. */
export type InputOf<C extends Capability> = Capability extends C
  ? MediaLike<Media> | readonly MediaLike<Media>[] | NamedMedia
  : C extends `${infer Kind}-to-${string}`
    ? Kind extends 'text'
      ? string | Text | readonly (string | Text)[] | NamedMedia
      : Kind extends keyof MediaByKind
        ? MediaLike<MediaByKind[Kind]> | readonly MediaLike<MediaByKind[Kind]>[] | NamedMedia
        : never
    : never;

/** What `transform` gives for a capability; `Media` when the capability is not a literal. */
export type OutputOf<C extends Capability> = Capability extends C
  ? Media
  : C extends `${string}-to-${infer Kind}`
    ? Kind extends keyof MediaByKind
      ? MediaByKind[Kind]
      : never
    : never;
