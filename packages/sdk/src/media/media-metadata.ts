/** Free facts about a media value; several classes read the names below. */
export interface MediaMetadata {
  /** Short name of the format: `png`, `mp3`, `mp4`. */
  format?: string;
  [name: string]: unknown;
}

/** Facts about what can be seen. */
export interface VisualMetadata extends MediaMetadata {
  /** In pixels. */
  width?: number;
  /** In pixels. */
  height?: number;
}

/** Facts about what lasts. */
export interface TimedMetadata extends MediaMetadata {
  /** Playing time in seconds. */
  duration?: number;
}

/** Facts about moving pictures. */
export interface VideoMetadata extends VisualMetadata, TimedMetadata {
  format?: string;
}

/** Size of a picture, in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * A copy that belongs to one media value. Lists are copied too: two values that were made from the same literal must
 * not change each other.
 */
export function ownMetadata(metadata: Readonly<MediaMetadata> | undefined): MediaMetadata {
  if (metadata === undefined) return {};
  const own: MediaMetadata = { ...metadata };
  for (const [name, value] of Object.entries(own)) {
    if (Array.isArray(value)) own[name] = [...(value as unknown[])];
  }
  return own;
}

/** The size that the metadata say, when they say both sides. */
export function dimensionsOf({ width, height }: Readonly<VisualMetadata>): Dimensions | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}
