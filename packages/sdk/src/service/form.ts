import type { Readable } from 'node:stream';
import type { BinaryMedia } from '../media/binary-media';
import type { ReadOptions } from '../media/media-source';

/** One file of a form (`multipart/form-data`). */
export interface FormFile {
  /** A stream belongs to the request from now on: it is destroyed when that ends, however it ends. */
  readonly content: Uint8Array | Readable;
  readonly fileName: string;
  /** Default `application/octet-stream`. */
  readonly contentType?: string;
  /** When every part says it, the request has a content-length. Known of bytes. */
  readonly sizeBytes?: number;
  /** Absolute path of the file that `content` reads: a service that can open it is told the path instead. */
  readonly localPath?: string;
}

/** A field or a file of a form. */
export type FormValue = string | FormFile;

/** The parts of a form by name, in this order; a list gives several parts of one name. */
export type Form = Readonly<Record<string, FormValue | readonly FormValue[]>>;

/** How {@link formFileOf} names the file. */
export interface FormFileOptions extends ReadOptions {
  /** Default: the media value's own, else `media` with the extension that the bytes show. */
  readonly fileName?: string;
}

/** Typed by its first bytes, streamed from wherever it is. */
export async function formFileOf(media: BinaryMedia, { fileName, signal }: FormFileOptions = {}): Promise<FormFile> {
  const { mimeType, extension } = await media.type({ signal });
  const sizeBytes = await media.sizeBytes({ signal });
  return {
    content: media.inMemory ? media.data : media.stream({ signal }),
    fileName: fileName ?? media.fileName ?? `media.${extension || 'bin'}`,
    contentType: mimeType,
    sizeBytes,
    localPath: media.localPath,
  };
}
