/** What bytes are, as found by looking at them. */
export interface MediaType {
  /** Lower case, without parameters: `image/png`. */
  readonly mimeType: string;
  /** Without dot: `png`. */
  readonly extension: string;
}

/** No bytes at all. */
export const EMPTY_TYPE: MediaType = Object.freeze({ mimeType: 'application/x-empty', extension: '' });

/** Bytes that nobody recognises. */
export const UNKNOWN_TYPE: MediaType = Object.freeze({ mimeType: 'application/octet-stream', extension: 'bin' });
