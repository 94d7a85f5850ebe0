/** How a media value came to be. */
export interface Lineage {
  /** Id of the provider that made it. */
  provider?: string;
  /** Id of the model that made it. */
  model?: string;
  /** The options the model was called with, without signal and callbacks. */
  options?: Readonly<Record<string, unknown>>;
  /** What went in: media values, or whatever the caller passed. */
  inputs?: readonly unknown[];
}
