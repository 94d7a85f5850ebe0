/** Largest manifest, in bytes: checked before anything is parsed. */
export const MAX_MANIFEST_BYTES = 65_536;

/** Most values, maps and lists in one manifest. */
export const MAX_MANIFEST_NODES = 2_000;

/** Deepest nesting of maps and lists. */
export const MAX_MANIFEST_DEPTH = 32;

/** Longest single value, in characters. */
export const MAX_MANIFEST_SCALAR = 16_384;

/** Most lexical tokens, blanks and comments included: bounds the time of the YAML parser. */
export const MAX_MANIFEST_TOKENS = 24_000;
