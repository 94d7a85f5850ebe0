/** JSON Schema (draft 7) of a file; what it says is no part of its type. */
export interface ManifestSchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly [keyword: string]: unknown;
}
