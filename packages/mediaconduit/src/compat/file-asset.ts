import { basename } from 'node:path';
import {
  MediaConduitError,
  Text,
  toMedia,
  type BinaryKind,
  type Media,
  type MediaClass,
  type MediaKind,
} from '@mediaconduit/sdk';
import { BaseAsset } from './base-asset';
import { extensionOf, mediaKindOfFile } from './media-kind-of-file';

const BINARY_KINDS: ReadonlySet<string> = new Set<BinaryKind>(['image', 'audio', 'video', '3d']);

/**
 * A file that can be asked for a media value. The extension says of which kind; one that says nothing can be any. Its
 * metadata are `localPath`, `fileSize` in bytes, `format` by the extension, `filename`.
 */
export class FileAsset extends BaseAsset {
  /** `path` is absolute. */
  constructor(
    readonly path: string,
    sizeBytes: number,
  ) {
    super({
      localPath: path,
      filename: basename(path),
      fileSize: sizeBytes,
      format: extensionOf(path) || undefined,
    });
  }

  get kind(): MediaKind | undefined {
    return mediaKindOfFile(this.path);
  }

  /** True unless the file is empty. */
  override isValid(): boolean {
    return this.metadata['fileSize'] !== 0;
  }

  override canPlayRole(role: MediaClass<Media> | string): boolean {
    const wanted = typeof role === 'string' ? role.toLowerCase() : role.kind;
    return this.kind === undefined ? wanted === 'text' || BINARY_KINDS.has(wanted) : this.kind === wanted;
  }

  /**
   * The media value in the file: at once, a text as a promise.
   * @throws `MC_MEDIA_CAST` when the extension stands for another kind.
   */
  override asRole<M extends Media>(role: MediaClass<M>): M | Promise<M> {
    if (!this.canPlayRole(role)) throw this.#cannotBe(role);
    const options = { metadata: this.metadata, sourceAsset: this };
    // canPlayRole() has compared the kind of the class with that of the value
    if (role.kind === 'text') return Text.fromFile(this.path, options) as Promise<Media> as Promise<M>;
    const media: Media = toMedia(role.kind as BinaryKind, this.path);
    return Object.assign(media, { metadata: { ...this.metadata }, sourceAsset: this }) as Media as M;
  }

  override toString(): string {
    return this.path;
  }

  #cannotBe(role: MediaClass<Media>): MediaConduitError {
    const kind = this.kind ?? 'file';
    return new MediaConduitError(
      'MC_MEDIA_CAST',
      `Cannot transform ${basename(this.path)} to ${role.name} without a provider`,
      {
        hint: `call transform() of a model with the capability ${kind}-to-${role.kind}`,
        facts: { path: this.path, from: kind, to: role.kind },
      },
    );
  }
}
