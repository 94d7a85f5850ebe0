/** One file that is going to be written. */
export interface PlannedFile {
  /** From the folder that all of them go to, with `/`. */
  readonly path: string;
  readonly text: string | Uint8Array;
}
