/** A picture stream, as it is shown: rotated already. */
export interface VideoFacts {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Pictures per second. */
  readonly fps?: number;
  /** The same exactly: `30000/1001`. */
  readonly fpsFraction?: string;
  /** Degrees that the file asks players to turn it by. */
  readonly rotation?: number;
  readonly pixelFormat?: string;
}

/** A sound stream. */
export interface AudioFacts {
  readonly codec: string;
  readonly channels: number;
  readonly sampleRateHz: number;
}

/** One stream, of whatever kind. */
export interface StreamFacts {
  readonly index: number;
  readonly type: string;
  readonly codec?: string;
  readonly language?: string;
  readonly bitrate?: number;
}

/** What ffprobe tells about a file. */
export interface MediaFacts {
  /** Short name: `mp4`, `png`. */
  readonly format: string;
  /** Seconds; missing for pictures and for files that do not say. */
  readonly duration?: number;
  readonly sizeBytes: number;
  /** Bits per second. */
  readonly bitrate?: number;
  readonly isImage: boolean;
  readonly isEncrypted: boolean;
  readonly video?: VideoFacts;
  readonly audio?: AudioFacts;
  readonly streams: readonly StreamFacts[];
  readonly tags: Readonly<Record<string, string>>;
}
